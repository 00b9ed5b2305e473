package danger

// macros are meanings that frames often need together.
var macros = map[string]string{
	"who": "vuln|person",
	"in":  "vuln|person|inside",
}

// surroundings are what makes a danger plainer or less plain.
var surroundings = []surrounding{
	{says: "now", before: 16, after: 16, weight: 1},
	{says: "worse", before: 12, after: 16, weight: 1},
	{says: "help", before: 24, after: 24, weight: 2},
	{says: "suppose", before: 10, weight: -3},
	{says: "fear", before: 6, weight: -3},
	{says: "modal", before: 1, weight: -3},
	{says: "nounafter", before: -1, after: 1, weight: -3},
	{says: "habit", before: 6, weight: -2},
	{says: "past", before: 16, after: 10, weight: -3},
	{says: "pastafter", before: -1, after: 2, weight: -3},
	{says: "settled", before: 6, after: 24, weight: -3, not: []Kind{Self}},
	{says: "fireout", before: 6, after: 24, weight: -3, not: []Kind{Gas, Self, Lift, Medical, Water}},
	{says: "figure", before: 10, after: 12, weight: -3, not: []Kind{Gas, Fire, Electric, Water, Collapse, Traffic}},
	{says: "cooked", before: 10, after: 10, weight: -2, not: []Kind{Medical, Electric}},
	{says: "lesson", before: 6, after: 12, weight: -3},
	{says: "ma", before: -1, after: 12, weight: -1},
	{says: "drain", before: 10, after: 10, weight: -2, only: []Kind{Water}},
	{says: "worker", before: 6, after: 10, weight: -2, only: []Kind{Self}},
	{says: "reported", before: 20, after: 20, weight: -4},
	{says: "joke", before: 24, after: 24, weight: -4},
	{says: "thanks", before: 16, after: 24, weight: -2, not: []Kind{Self}},
	{says: "errand", before: 14, after: 20, weight: -3},
	{says: "where", before: 10, after: 12, weight: -1},
}

// frames are the dangers, in the order in which they count when two are equally plain.
var frames = []frame{
	{Self, 3, "self3"}, {Self, 3, "intowater"}, {Self, 3, "selfpill 8 ready self1"},
	{Self, 2, "who 10 edge 6 standon"}, {Self, 2, "who 6 standon 6 edge"}, {Self, 2, "edge 6 standon 4 who"},
	{Self, 2, "standon 6 edge 12 edgecue"}, {Self, 2, "edge 6 standon 12 edgecue"},
	{Self, 2, "locked & 16 lockcue"}, {Self, 2, "self1 & 14 selfpill"}, {Self, 2, "selfpill 6 ready 14 self1"},
	{Self, 2, "self1 & 14 lost|gone"}, {Self, 2, "note & 14 gone|lost"}, {Self, 2, "charcoal & 10 room"}, {Self, 2, "self1 & 30 self1"},

	{Gas, 3, "gas3"}, {Gas, 3, "gas 12 leak"}, {Gas, 3, "leak 5 gas"}, {Gas, 3, "gas & 10 smell"}, {Gas, 3, "gas 10 shutfail"},
	{Gas, 3, "gaspipe 8 dug"}, {Gas, 3, "dug 6 gaspipe"}, {Gas, 3, "gas 16 alarm 12 ring"}, {Gas, 3, "alarm 14 ring 16 gas"}, {Gas, 3, "gas & 16 ill"},
	{Gas, 3, "stove & 26 ill"}, {Gas, 2, "stove & 30 unconscious"}, {Gas, 2, "pit & 24 unconscious"}, {Gas, 2, "pit & 20 ill"},
	{Gas, 2, "gas2"}, {Gas, 2, "air 4 airleak"}, {Gas, 2, "air 3 leak"}, {Gas, 2, "valve 6 shutfail 12 smell"}, {Gas, 2, "gas 6 unshut"}, {Gas, 2, "unshut 3 gas"}, {Gas, 2, "unshut & 18 smell"},
	{Gas, 2, "smell & 20 ill"}, {Gas, 2, "people 10 ill"}, {Gas, 2, "closed & 20 ill"}, {Gas, 2, "gas 8 fullof"}, {Gas, 2, "fullof 5 gas"}, {Gas, 2, "gas 4 fire2"}, {Gas, 2, "gasco 14 leak"},

	{Fire, 3, "fire3"}, {Fire, 2, "fire2"}, {Fire, 3, "smoke2"}, {Fire, 2, "burnable 8 burnt"}, {Fire, 2, "fire 6 firegrow"}, {Fire, 2, "fullof 3 fire"},
	{Fire, 2, "smoke & 5 smokey"}, {Fire, 2, "smoke & 6 fullof"}, {Fire, 2, "smoke & 14 trappedfire"}, {Fire, 2, "scorch"}, {Fire, 2, "boom & 16 boomcue"},
	{Fire, 2, "alarm 10 ring"}, {Fire, 3, "alarm & 14 smoke"}, {Fire, 3, "bomb"}, {Fire, 2, "hazchem 8 leak"}, {Fire, 2, "burnable 6 smoke"}, {Fire, 2, "fuel & 14 ignite"}, {Fire, 3, "smoke & 12 poisonill"}, {Fire, 2, "boiler & 10 aboutto"}, {Fire, 2, "battery 12 swell"}, {Fire, 2, "station 10 oilleak"}, {Fire, 2, "firework & 10 crowd now"}, {Fire, 2, "firework 10 leak 8 crowd"}, {Fire, 2, "firework 4 crash3|toppling|lying 8 crowd"},
	{Medical, 2, "firework 12 cut|hurt"},

	{Electric, 3, "elec3"}, {Electric, 3, "wire 10 wiredown"}, {Electric, 2, "wiredown 6 wire"}, {Electric, 3, "device 10 sparking"}, {Electric, 2, "sparking 6 device"},
	{Electric, 2, "elecword & 10 stuckto"}, {Electric, 2, "poke 4 device|wire"}, {Electric, 2, "wet 8 elecwet"}, {Electric, 2, "elecwet 8 wet"},

	{Lift, 3, "lift3"}, {Lift, 3, "lift 14 trapped 16 in"}, {Lift, 3, "in & 14 lift 14 trapped"}, {Lift, 2, "trapped 8 lift"}, {Lift, 3, "lift & 12 liftfall"},
	{Lift, 3, "in 8 trapped 8 lift"}, {Lift, 2, "lift 12 in 12 trapped"}, {Lift, 2, "in 8 lift 12 trapped"}, {Lift, 2, "liftin & 14 trapped"}, {Lift, 3, "escal & 10 rolled"},

	{Water, 3, "water3"}, {Water, 3, "fallin 6 waterbody"}, {Water, 3, "waterbody 8 fallin"}, {Water, 2, "bigwater 10 flood"}, {Water, 2, "waterbody 6 flood"},
	{Water, 3, "ice & 8 icecrack"}, {Water, 3, "boat 4 capsize"}, {Water, 2, "waterbody 6 lying"}, {Water, 2, "inwater 8 lying|still"}, {Water, 2, "bigwater 8 wet 16 sunk|floodcue"}, {Water, 3, "dam 8 damcue"}, {Water, 2, "waterplay 14 sunk"},

	{Collapse, 3, "crash3"}, {Collapse, 2, "struct 8 crashing 16 crashcue"}, {Collapse, 2, "crashing 8 struct 14 crashcue"}, {Collapse, 2, "bigstruct 8 toppling"}, {Collapse, 2, "struct|edge 10 crashing 10 fall"}, {Collapse, 2, "drop & 6 dropobj"},
	{Collapse, 2, "dropobj 12 hang 16 hangcue"}, {Collapse, 2, "struct 12 hang 16 hangcue"}, {Collapse, 3, "fellhole 4 hole"}, {Collapse, 3, "hole 8 fellhole"},
	{Collapse, 2, "struct 8 crack 14 crackcue"}, {Collapse, 2, "crack 10 struct 12 crackcue"},

	{Traffic, 3, "traffic3"}, {Traffic, 3, "vehicle 10 hitv 14 trafcue"}, {Traffic, 2, "vehicle 8 hitv 8 who"}, {Traffic, 2, "who 4 by 6 vehicle 8 hitv"},
	{Traffic, 2, "hitv 8 vehicle 14 trafcue"}, {Traffic, 2, "hitv & 6 vuln"}, {Traffic, 2, "driver 10 drowsy 12 vehicle|hitv"}, {Traffic, 3, "brake"}, {Traffic, 2, "rail & 10 onrail"}, {Traffic, 2, "vehicle & 16 skid"},

	{Poison, 3, "poison3"}, {Poison, 3, "swallow 8 poison"}, {Poison, 2, "poison 6 swallow"}, {Poison, 3, "swallow & 10 pills & 10 toomany"}, {Poison, 2, "poison & 16 poisonill"}, {Poison, 3, "mushroom & 24 poisonill"}, {Poison, 2, "pills & 10 wrongdose"},
	{Poison, 3, "swallow 10 swobj"}, {Poison, 2, "swobj 8 swallow"}, {Poison, 2, "who 6 toomany 6 pills 8 swallow"}, {Poison, 2, "swallow 8 toomany 8 pills"}, {Poison, 2, "pills & 8 toomany 10 swallow"},

	{Animal, 3, "beast & 8 bite 10 who"}, {Animal, 3, "who 10 beast 8 bite"}, {Animal, 2, "beast 8 bite"}, {Animal, 2, "bigbeast & 10 loose"}, {Animal, 2, "beast 8 loose 8 who"}, {Animal, 2, "bigbeast & 10 inhome"},

	{Crime, 3, "attack3"}, {Crime, 3, "wield 6 knife"}, {Crime, 2, "knife 8 wield"}, {Crime, 3, "gun & 8 who"}, {Crime, 2, "wield 6 stick"}, {Crime, 2, "fight2"},
	{Crime, 2, "who 8 hit 8 who 12 hitcue"}, {Crime, 2, "who 6 hit 12 hitcue"}, {Crime, 2, "hit 6 vuln 14 hitcue"}, {Crime, 2, "thief2 & 16 thiefcue"}, {Crime, 3, "thief2 & 20 hide"},
	{Crime, 2, "who & 20 mydoor 14 hide"}, {Crime, 2, "follow2"}, {Crime, 2, "scream"}, {Crime, 2, "vuln & 10 stranger 8 taken"}, {Crime, 2, "taken 6 vuln & 12 stranger"}, {Crime, 2, "vuln 8 taken 8 stranger"}, {Crime, 2, "intrude & 14 intrudecue"}, {Crime, 2, "driver & 20 kidnapcue"}, {Crime, 2, "smash 10 thiefcue"},
	{Crime, 2, "bully & 10 bullying"}, {Crime, 2, "shop 8 smash"}, {Crime, 3, "tie & 6 vuln"}, {Crime, 2, "hold & 8 vuln 12 ran"}, {Crime, 3, "drag & 8 vuln 10 ontocar"}, {Crime, 3, "vuln 10 drag 8 ontocar"}, {Crime, 2, "drag 4 who 6 ontocar"},
	{Crime, 2, "kept & 14 keptcue"}, {Crime, 2, "threat2 & 14 threatcue"}, {Crime, 3, "secret & 20 hide"}, {Crime, 2, "who 12 secret"},

	{Medical, 3, "med3"}, {Medical, 2, "med2"}, {Medical, 3, "who 12 call 6 notback"}, {Medical, 2, "who 12 unconscious"}, {Medical, 2, "call 3 notback"},
	{Medical, 3, "blood & 6 bleedy"}, {Medical, 3, "cut & 8 body"}, {Medical, 2, "body 8 hurt"}, {Medical, 2, "cut & 10 vuln"}, {Medical, 3, "burn & 8 body"}, {Medical, 3, "burn & 8 vuln"},
	{Medical, 3, "hot 8 burn"}, {Medical, 3, "heart 8 pain"}, {Medical, 3, "belly 8 pain 10 severe"}, {Medical, 2, "pain 6 severe"}, {Medical, 3, "fall 16 cantup"},
	{Medical, 3, "fromhigh 8 fall"}, {Medical, 2, "fall 4 fromhigh"}, {Medical, 2, "vuln 10 fall"}, {Medical, 3, "half 6 numb"}, {Medical, 3, "paralysed"}, {Medical, 2, "talk 6 slur"},
	{Medical, 3, "temp 12 fever"}, {Medical, 3, "choke & 10 chokeobj"}, {Medical, 3, "choke & 8 throat"}, {Medical, 2, "vuln 8 choke"},
	{Medical, 2, "knock 10 noanswer 24 vuln"}, {Medical, 2, "vuln 30 knock 10 noanswer"}, {Medical, 2, "alone 80 noanswer"}, {Medical, 3, "vuln 12 days 8 unseen"}, {Medical, 2, "days 8 unseen 20 vuln"},
	{Medical, 3, "preg & 16 birth"}, {Medical, 3, "lifemachine 8 stopped"}, {Medical, 2, "who 3 down"}, {Medical, 2, "nextdoor & 14 days 8 unseen"}, {Medical, 2, "smell & 12 days 8 unseen"}, {Medical, 2, "running & 24 noanswer"}, {Medical, 2, "nextdoor 10 noanswer 10 running"},
	{Medical, 2, "vuln & 10 sightloss"}, {Medical, 2, "now 8 sightloss"}, {Medical, 3, "machine & 10 cut|rolled"}, {Medical, 2, "sharp & 6 cut 8 who|body|bleedy"}, {Medical, 2, "vuln 14 still"}, {Medical, 2, "cut 3 bleedy"},
	{Medical, 2, "chem & 16 chemcue"}, {Medical, 2, "stopped 10 lifemachine"}, {Medical, 2, "ambulance & 16 blocked"}, {Medical, 2, "sharp 4 stick 4 body"}, {Medical, 2, "heat"}, {Medical, 2, "hightemp"}, {Medical, 2, "face 4 colour"}, {Medical, 2, "rash & 18 throat"}, {Medical, 2, "lying 6 ground 14 unconscious"}, {Medical, 2, "who 6 lying 4 ground"},
	{Medical, 2, "ground 8 lying 6 who"}, {Medical, 2, "ground 8 who 6 lying"}, {Medical, 2, "lying 3 ground"}, {Medical, 3, "cut 10 cantup"},

	{Missing, 3, "missing3"}, {Missing, 3, "vuln 16 -obj lost"}, {Missing, 2, "lost 8 -obj vuln"}, {Missing, 3, "dementia & 20 lost"}, {Missing, 2, "vuln 20 longaway 14 -obj lost"},
	{Missing, 2, "longaway 16 vuln 14 -obj lost"}, {Missing, 2, "who 16 longaway 14 -obj lost"}, {Missing, 2, "foundchild 8 vuln 20 lostchild"}, {Missing, 2, "vuln & 16 coldcue & 10 gone|lost"}, {Missing, 2, "foundchild 4 coldcue 8 vuln"}, {Missing, 2, "foundchild & 12 vuln & 16 lostchild"}, {Missing, 2, "see 8 vuln"}, {Missing, 2, "vuln 10 note 8 lost|gone"}, {Missing, 2, "longaway 16 who 14 -obj lost"},

	{Fraud, 2, "fraud3"}, {Fraud, 2, "transfer & 16 money 24 fraudcue"}, {Fraud, 2, "fraudcue & 24 transfer"},

	{Trapped, 2, "vuln & 12 lockedin"}, {Trapped, 2, "stuck & 8 stuckplace"}, {Trapped, 2, "hangon & 6 hangfrom"}, {Trapped, 2, "stuckplace|pit & 4 cry"}, {Trapped, 2, "who 4 stuck"},

	{Help, 2, "urgentcall & 4 vuln"}, {Help, 2, "helpalone"}, {Medical, 1, "vuln 12 bad"}, {Help, 0, "who 10 bad"},
}
