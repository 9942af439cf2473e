/* names.h - one name, one kind: names of a word that the network read one by one are brought together over a document.
 *
 *   takes:   tokens with tags and names, as the network gives them, sentence by sentence
 *   gives:   a name of one word has the kind that the word has in the sentences around it: "Batakis" is a person where
 *            "Silvina Batakis" stood, whatever the network took it for alone
 *   how:     votes within BW_NAMES_WINDOW sentences on either side; linear in the number of tokens
 *   owner:   scratch lies in the document's arena and is given back
 */
#ifndef BW_PARSE_NAMES_H
#define BW_PARSE_NAMES_H

#include "document.h"

enum { BW_NAMES_WINDOW = 40 };

void bw_names_agree(bw_document *doc);

#endif
