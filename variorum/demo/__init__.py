"""The built-in newsroom: six invented outlets of invented states, served over real HTTP on the loopback interface.

data.py       TOML files, read with errors that name the file
stories.py    what the outlets publish on either night, read from stories/EVENT/OUTLET.toml
houses.py     how an outlet's site is laid out, read from skins/OUTLET/house.toml: host, addresses, menu, listing
press.py      stories and skins to documents: articles, front pages, section pages, feeds, robots.txt
server.py     those documents over HTTP, with validators and a request log
newsroom.py   the same documents as files, for the report's links to sources
run.py        the demo verb: both nights against the newsroom
outlets.toml  the six outlets as the scraper reads them
expected.toml what was built into the texts on purpose
"""
