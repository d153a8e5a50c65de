"""The phrases and cues of danger in Ê Đê: attested words only, read where a message holds words of that language."""

# One phrase a line, however long: a broken phrase could not be searched for.

from __future__ import annotations

_DOES = "(dôk|adôk|ăt|ăt dôk)"
_WHOM = "(kâo|adei|anak|hđeh|hmei|amai|ayŏng|amĭ|ñu|gơ̆|phung|sa|dua|diñu|mah|y|h)"
_SOON = "(mlam anei|mmăt anei|tlam anei|hruê anei|aguah anei)"
_WATER = "(êa|ênao|êa krông|giếng)"

TOLD = f"""
:: unsaid
    hriê (djăl|mtam) bĕ
    (hriê|đru) … (djăl|mtam)
    bi mtlaih (kâo|hmei|adei|anak|djăl|bĕ)
    dŏng mtlaih bĕ
    djăl bĕ
    amâo dưi blŭ (ktang|lu)
:: violence_now
    {_DOES} … (čăm|kpit|djă ƀŭk|hwiê)
    {_DOES} (đạp|đánh|đập|bóp|quất|tát|čuh kngan) … {_WHOM}
    čăm … ka mdei
    mrâo čăm
    {_DOES} … duah … čăm
    {_SOON} … srăng … (čăm|tlŏ|mdjiê)
    {_SOON} (ñu|diñu|ama|awa|arăng) (čăm|tlŏ|mdjiê)
    (srăng|čiăng|lač) (bi )?(čăm|tlŏ|mdjiê) (kâo|hmei|anak|amĭ|adei|jih|ñu)
:: violence_now when going
    (čăm|kpit|tlŏ)
:: weapon
    djă (dhŏng|đao gưm|súng|giê)
    (mă|djă) … (dhŏng|súng)
:: confined
    amâo brei … (kbiă|wĭt)
    amâo dưi (kbiă|đuĕ)
    (čap|čuăl|nhốt) … {_WHOM}
    kiă {_WHOM}
    (čap|čuăl) … (kngan|jơ̆ng)
    (ăt dôk|adôk) (tinăn|tinei)
:: serious_injury
    êrah … (lu|mdei)
    êrah kbiă leh
    đih … amâo … (mdih|blŭ)
    amâo (lŏ |dưi )?(mdih|hrip)
    hrip dleh
    giăm djiê
    ala kĕ
    ô̆ êrah
:: suicide
    (čiăng|srăng|lač) (bi )?(djiê|mdjiê pô)
    amâo lŏ (čiăng )?hdĭp
    klei djiê … êa drao
    đăm duah kâo
    djiê jăk hĭn
    čiăng luh … djiê
:: missing
    luč (leh|mơ̆ng)
    wơr êlan
    duah … amâo … ƀuh
    amâo thâo … ti (lei|anôk)
    amâo … (wĭt|ƀuh) … huĭ
    (ăt|mmăt) … ka wĭt
    đuĕ mơ̆ng sang (mlam|mmăt) anei
    lač đăm duah
:: trafficking
    mă … đĭ êdeh
    {_SOON} … (mă|atăt|brei) … (biên giới|čar)
    čiăng čhĭ (adei|anak|hđeh|kâo)
:: drowning
    (luh|êngăp|mŭt) hlăm {_WATER}
    {_DOES} êngăp
    {_DOES} luê êa
    êa (lip )?(truh|dôk đĭ|dôk hriê)
    amâo lŏ ƀuh akŏ
    mrâo mă … mơ̆ng êa
:: abandoned_infant
    mrâo kkiêng … (hlăm|ti|lui)
    (hđeh|adei) … thŭn … (sa čô|knŏng sa|hjăn)
    (sa čô|knŏng dua čô) hlăm sang
    hlăm sang … (knŏng|sa čô)
    lui (anak|hđeh|adei) … (hlăm|ti) … (dliê|msat|êlan|sang êa drao)
:: fire_poison
    apui ƀơ̆ng (sang|rơ̆k)
    {_DOES} čuh (sang|apui)
    srăng čuh sang
    mnăm … êa drao
    ƀơ̆ng (boh … jhat|lá ngón)
    asăp lu
:: sexual_assault_now
    {_DOES} … (mă čhum ao|djă ksâo|djă asei mlei|ngă jhat hŏng asei mlei|kmiêk kuăl)
    {_DOES} đih (mbĭt )?hŏng (adei|anak|kâo|hđeh|amai)
    {_SOON} … (djă asei mlei|mŭt adŭ|đih hŏng)
    čiăng (đih hŏng kâo|lŏ ngă)
:: forced_marriage_now
    {_SOON} … (jing mô̆|mă ung|jing ung|hriê mă|ung hriê)
    (jing mô̆|mă ung) … {_SOON}
    hruê anei … mă ung
    kiă … jing mô̆
    (truh|hriê) … čiăng mă … jing mô̆
"""

FIGURES = """
    (adôk điêt|adôk hđeh|dleh djiê|huĭ djiê)
    djă dhŏng (atŭk|koh)
"""
DENIALS = """
    (amâo|ka|đăm|ka tuôm|amâo tuôm|amâo lŏ|amâo djŏ|amâo čiăng)
"""
PAST = """
    (thŭn|mlan|hruê kăm|hruê) êlâo
    (tuôm|êlâo adih|êlâo leh)
    hlăk (kâo|ñu|gơ̆|amĭ|ama|arăng|điêt)
    sa hruê êlâo
    (dua|tlâo|sa) (thŭn|mlan) leh
    thŭn êdei
"""
HABIT = """
    (nanao|grăp (hruê|mlam|mmăt|aguah|yan))
"""
RESOLVED = """
    (suaih pral|êđăp ênang|jăk leh|hơ̆k mơak|mơak leh)
    (wĭt|ƀuh|mtlaih|mdei|krô) leh
    amâo lŏ (ruă|ngă|čăm|hriê)
    nai êa drao (dlăng|brei|bi)
    (leh anăn|ñu) dôk tlao
"""
UNREAL = """
    (tơdah|huĭ|mĭn)
"""
QUESTIONS = """
    (mơ̆|răng|amâodah)
    si (ngă (ama|amĭ|arăng|nai|ñu)|hlăm)
"""
PRESSING = """
    truh (kơ )?ară anei
    ka mdei
"""
DUE = f"""
    {_SOON}
"""
