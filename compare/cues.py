    "show": "showed|shown", "hold": "held", "know": "knew|known", "see": "saw|seen", "put": "put", "speak": "spoke|spoken",
    "swear": "swore|sworn", "foresee": "foresaw|foreseen", "understand": "understood", "seek": "sought", "rip": "ripped",
    "admit": "admitted", "quip": "quipped", "plan": "planned", "prefer": "preferred", "rebut": "rebutted", "cast": "cast",
            said = r"said|believed|thought|reported|alleged|rumou?red|accused|expected|understood|feared|suspected|considered|seen"
