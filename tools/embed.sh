#!/bin/sh
# usage: embed.sh NAME FILE > OUT.S: the bytes of FILE as read-only data from NAME to NAME_end; none when there is no FILE.
# The sum makes the text change with the bytes, so that the build sees it.
name=$1 file=$2
echo "/* made by tools/embed.sh from ${file##*/} */"
if [ -f "$file" ]; then
    echo "/* $(cksum <"$file") */"
    bytes=".incbin \"$file\""
fi
cat <<END
    .section .rodata
    .balign 64
    .globl $name
    .type $name, %object
$name:
    $bytes
    .globl ${name}_end
    .type ${name}_end, %object
${name}_end:
    .byte 0
    .section .note.GNU-stack, "", %progbits
END
