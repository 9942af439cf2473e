K1204world
r i BC-MD--Sandmark-Ferry     04-02 0310
^BC-MD--Sandmark-Ferry Talks, 2nd Ld-Writethru,210<
^Sandmark, islanders agree to reopen ferry port<
^AP Photo QQZ101, QQZ102<
^Eds: Updates with quotes, background. With AP Photos.<
^By MIRA HOLT and JON ASKE=
^Associated Press=
	   PORT ELSE, Sandmark (AP) _ The government of Sandmark and the island council agreed Tuesday _ after two weeks of talks _ to reopen the port.
 
	   ``We will sail on Friday,'' said Tor Vale, who heads the council.
 
	   ___
 
	   Associated Press writer Ana Ruiz in Lisbon contributed to this report.
 
	   AP-WF-04-02-24 1509GMT<


K1211world
b i BC-MD--Sandmark-Ferry Kill     04-02 0040
^BC-MD--Sandmark-Ferry Talks, KILL<
^Eds: Members are asked to kill the story slugged BC-MD--Sandmark-Ferry Talks. The port has not been reopened.<

	   AP-NY-04-02-24 1305EDT<


