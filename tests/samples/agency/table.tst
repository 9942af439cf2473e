s0284-----
r s BC-SOC--CorundaGlance     08-18 
^BC-SOC--Corunda Glance<
^Corunda League Glance=
^By The Associated Press=
^;W;L
Roble;10;2
^Saturday's Games=
	   Roble 3, Lima 1

	   AP-WF-08-18-19 2017GMT<
