W0007-----
b a BC-LT--APNewsAlert     11-30 0020
BC-LT--APNewsAlert,14<
	   VILLA ROBLE, Corunda (AP) _ Parliament of Corunda votes to remove President Ester Lima.

	   AP-WF-11-30-25 0107GMT<
