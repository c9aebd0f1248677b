"""The words and marks by which walls and error pages make themselves known, in the outlets' languages (pure data).

Titles must match whole (`fullmatch`), words may stand anywhere in a line that addresses the reader. A phrase is listed
only where it speaks to the reader of this page; "paywall", "cookie" or "captcha" alone is also what articles are about.
"""

from __future__ import annotations

import re
from typing import Final


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_READ_ON: Final = (
    r"(?:continue|keep (?:on )?reading|finish|unlock|read (?:on|more|this|the (?:full|rest|whole|entire|remainder))"
    r"|(?:view|access|see) (?:this|the (?:full|rest|whole|entire)))"
)

PAY_WORDS: Final = _any(
    # English
    r"\b(?:subscribe|subscription|become a (?:member|subscriber|supporter)|join|upgrade|buy|purchase|trial|pay)\b"
    rf".{{0,80}}\b(?:to|and) {_READ_ON}\b",
    rf"\bto {_READ_ON}\b.{{0,80}}\b(?:subscribe|subscription|member(?:ship)?|join|trial|pay)\b",
    rf"^(?:please )?(?:subscribe|join|upgrade|pay)\b.{{0,40}} to {_READ_ON}",
    r"\b(?:is|are|content|article|story|free)? ?(?:available |reserved |exclusive(?:ly)? |only )+(?:for|to) "
    r"(?:our |paying |registered |premium |digital )*(?:subscribers|members)\b",
    r"^(?:for|only for) (?:our )?(?:subscribers|members)(?: only)?\W*$|^(?:subscribers?|members?)[ -](?:only"
    r"|exclusive)\W*$",
    r"\b(?:this|the) (?:article|story|content|page|post) is (?:only |just )?for "
    r"(?:our |paying |registered |premium )*(?:subscribers|members)\b",
    r"\byou(?:'ve|’ve| have) (?:now )?(?:read|reached|used|hit)\b.{0,60}"
    r"\b(?:free (?:articles?|stories|story)|limit|wall|opening of this)\b",
    r"\bthe (?:full|rest of (?:the|this)|complete|whole) (?:article|story|report|text) is (?:only )?(?:available )?"
    r"(?:in|to|for) (?:our|the|this|subscribers|members)\b",
    r"^already an? (?:subscriber|member)\b.{0,40}\b(?:sign|log)[ -]?in\b",
    # German
    r"\b(?:abonnieren|abo|plus|testen|freischalten)\b.{0,60}\bweiter(?:zu)?lesen\b|\bweiterlesen mit\b",
    r"\b(?:nur|exklusiv) für (?:unsere |registrierte )?(?:abonnent|mitglieder|digitalabonnent|plus-)",
    r"\bsie haben (?:bereits|schon) ein abo\b|\b(?:diesen|den ganzen|den vollständigen) artikel (?:mit"
    r"|im) .{0,30}\blesen\b",
    r"\bder (?:ganze|vollständige|komplette) (?:artikel|text|beitrag) (?:ist|steht) .{0,40}\babo",
    # French
    r"\b(?:réservée?s?|exclusif|exclusivement|accessible uniquement) (?:à nos |à nos seuls |aux |pour nos )abonnés",
    r"\babonnez-vous\b.{0,60}\b(?:lire|continuer|accéder|la suite)\b|\bil vous reste \d+ ?% de (?:cet )?article",
    r"\bpour lire la suite\b.{0,60}\b(?:abonn|essai)",
    # Spanish, Portuguese, Italian, Catalan
    r"\b(?:exclusiv[oa]|sólo|solo|reservad[oa]|contenido) para (?:nuestros )?(?:suscriptores|socios|abonados)\b",
    r"\bsuscr[íi]b(?:ete|ase)\b.{0,60}\b(?:seguir|continuar|leer)\b|\bpara (?:seguir|continuar) leyendo\b",
    r"\b(?:exclusiv[oa]|conteúdo|somente|apenas) para assinantes\b|\bassine\b.{0,50}\b(?:continuar|ler)\b",
    r"\b(?:riservat[oa]|contenuto|esclusiv[oa]) (?:solo )?(?:agli|per gli|ai) abbonati\b",
    r"\babbonati\b.{0,50}\b(?:continuare|leggere)\b|\bnomés per a subscriptors\b",
    # Dutch and the Nordic languages
    r"\b(?:alleen|exclusief|uitsluitend) voor abonnees\b|\bword (?:nu )?abonnee\b.{0,60}\blezen\b",
    r"\b(?:endast |bara |kun )?(?:för|for) (?:dig som är )?(?:prenumeranter|abonnenter|abonnementer)\b",
    r"\b(?:prenumerera|bli(?:v)? (?:prenumerant|abonnent))\b.{0,60}\b(?:läsa|læse|lese)\b|\bvain tilaajille\b",
    # Polish, Czech, Russian, Ukrainian, Turkish
    r"\b(?:tylko|wyłącznie|dostępny) dla (?:abonentów|prenumeratorów|subskrybentów)\b|\bpouze pro předplatitele\b",
    r"\bтолько (?:для )?(?:подписчик|по подписке)|\bоформите подписку\b|\bлише для передплатник|\bsadece aboneler",
    # Chinese, Japanese, Korean
    r"(?:订阅|訂閱|付费|付費)[后後以]?(?:才能|可|即可)?(?:继续|繼續|阅读|閱讀|查看)|(?:仅限|僅限)(?:会员|會員|订阅|訂閱)",
    r"(?:有料)?会員限定|続きを読むには|この記事は有料|残り[:： ]?[\d,]+ ?文字|구독자 전용|유료 회원",
)
"""A line that keeps the rest of a text for those who pay."""

LOGIN_WORDS: Final = _any(
    rf"\b(?:log|sign)[ -]?(?:in|on|up)\b.{{0,60}}\bto (?:{_READ_ON}|continue|view|see|read)\b",
    rf"\b(?:register|create (?:a free|an|your) account)\b.{{0,60}}\bto (?:{_READ_ON}|continue|view|read)\b",
    r"\byou (?:must|need to|have to) (?:be (?:logged|signed) in|(?:log|sign) in|register)\b",
    r"\b(?:bitte )?(?:melden sie sich|registrieren sie sich|anmelden|einloggen|registrieren)\b.{0,60}"
    r"\b(?:weiter(?:zu)?lesen|um .{0,30}zu lesen)\b|\bbitte (?:melden sie sich an|loggen sie sich ein)\b",
    r"\b(?:connectez-vous|inscrivez-vous|créez (?:un|votre) compte)\b.{0,60}\b(?:lire|continuer|accéder)\b",
    r"\b(?:inicia(?:r)? sesión|reg[íi]str(?:ate|ese))\b.{0,60}\b(?:leer|leyendo|continuar)\b",
    r"\b(?:faça (?:o )?login|cadastre-se)\b.{0,60}\b(?:ler|lendo|continuar)\b",
    r"\b(?:accedi|registrati)\b.{0,60}\b(?:leggere|continuare)\b|\b(?:log in|inloggen)\b.{0,40}\bom (?:verder te"
    r"|te) lezen\b",
    r"\b(?:logga|log(?:g)?) in(?:d)?\b.{0,40}\bför att läsa\b|\bzaloguj się\b.{0,40}\bczytać\b"
    r"|\bвойдите\b.{0,40}\bчтобы\b",
    r"(?:登录|登入)[后後](?:查看|阅读|閱讀|继续)|请先登录|請先登入|ログイン(?:して|すると).{0,20}(?:続き|お読み|読む)",
)
"""A line that keeps the text for those who name themselves."""

LOGIN_TITLES: Final = _any(
    r"(?:please )?(?:log|sign)[ -]?in(?: to (?:continue|your account|read))?|login|sign up|log in or register",
    r"anmelden|anmeldung|einloggen|connexion|se connecter|iniciar sesión|acceso|accedi|entrar|inloggen|logga in",
    r"log(?:g)? (?:ind|inn)|zaloguj się|logowanie|вход|войти|giriş yap|登录|登入|ログイン|로그인|members'? area",
)

BOT_TITLES: Final = _any(
    r"just a moment|one moment,? please|please wait|attention required!?(?: .{0,20})?"
    r"|access (?:to this page has been )?denied",
    r"are you (?:a )?(?:robot|human)|(?:please )?(?:verify|confirm|prove) (?:that )?you(?: are|'re"
    r"|’re) (?:not )?(?:a )?(?:human|robot)",
    r"(?:security|human|robot|browser|bot) (?:check|verification|challenge)"
    r"|checking your browser(?: before accessing.{0,40})?",
    r"pardon our interruption|ddos(?:-| )guard|captcha|request (?:blocked|rejected|unsuccessful)|you have been blocked",
    r"(?:sorry, )?you have been blocked|unusual (?:traffic|activity)(?: .{0,60})?|we(?:'ve|’ve"
    r"| have) detected unusual (?:traffic|activity).{0,60}",
    r"(?:please )?enable (?:javascript|js) and (?:cookies|disable any ad blocker).{0,60}|403 forbidden|forbidden"
    r"|error 1020|blocked",
    r"einen moment,? bitte|sind sie ein (?:mensch|roboter)\??|zugriff verweigert|sicherheitsüberprüfung"
    r"|sicherheitsabfrage",
    r"un instant|un momento|accès refusé|vérification de sécurité|êtes-vous un robot ?\??|acceso denegado"
    r"|verifica que eres humano",
    r"accesso negato|acesso negado|um momento|toegang geweigerd|åtkomst nekad|odmowa dostępu|доступ (?:запрещ[её]н"
    r"|ограничен)",
    r"подтвердите,? что вы не робот|проверка браузера|安全验证|安全驗證|人机验证|请稍候",
    r"しばらくお待ちください|アクセスが拒否されました",
)
"""A title, heading or line of a page that takes the reader for a machine."""

BOT_MARKUP: Final = re.compile(
    r"cf-chl-|cf_chl_opt|cf-challenge|challenge-form|captcha-delivery\.com|px-captcha|_px3?captcha"
    r"|perimeterx\.net/.{0,40}captcha|"
    r"errors\.edgesuite\.net|sec-if-cpt-container|sec-cpt-if|awsWafCookieDomainList|aws-waf-captcha"
    r"|sucuri_cloudproxy_js|"
    r"_Incapsula_Resource\?(?:CWUDNSAI|SWUDNSAI|edet)|Incapsula incident|ddos-guard/|kpsdk|geo\.captcha",
    re.IGNORECASE,
)
"""Marks of challenge pages of Cloudflare, DataDome, PerimeterX, Akamai, AWS, Sucuri, Imperva, DDoS-Guard and Kasada;
the scripts that the same firms put into ordinary pages are not among them."""

_NOT_FOUND: Final = r"(?:page|article|story|document|content|file|url|resource|site)"
ERROR_TITLES: Final = _any(
    r"(?:http )?(?:error )?(?:404|410)(?: ?(?:error|[-–:]? ?(?:page )?not found|gone))?(?: .{0,30}(?:not found"
    r"|error))?",
    rf"(?:(?:sorry|oops|whoops)[,!.]? )?(?:the |this |that )?{_NOT_FOUND}(?: you .{{0,40}})? ?(?:was |is |has "
    rf"|could |can )?"
    r"(?:not|n't|cannot|couldn't|can't|no longer) ?(?:be )?(?:found|exists?|available|been found|here)",
    rf"not found|nothing found|{_NOT_FOUND} (?:unavailable|removed|expired|missing|deleted|moved|gone|has moved"
    rf"|has been (?:moved|removed|deleted))",
    r"(?:(?:we're|we’re) )?(?:sorry|oops|whoops)?[,!.:]? ?(?:but )?(?:we )?"
    r"(?:can't|cannot|couldn't|could not|can’t|couldn’t) (?:seem to )?find (?:that|this|the|your) "
    r"(?:page|story|article).{0,30}"
    r"|(?:oops|whoops|sorry)[,!.:]* (?:that|this|the) (?:page|story|article) (?:has|is|was) .{0,30}"
    r"|(?:http )?(?:error )?451\b.{0,60}|(?:content )?(?:unavailable|not available) (?:for|due to) legal reasons"
    r"|(?:this (?:page|site|content) is )?(?:unavailable|not available) in your (?:region|country|location|area)"
    r"|(?:that|this) (?:page|story|article) (?:has gone|is gone|has vanished|is no longer here).{0,20}"
    r"|we're sorry|we’re sorry",
    r"(?:internal )?server error|(?:http )?(?:error )?50[0234](?: ?[-–:]? ?(?:error|internal server error"
    r"|bad gateway|service unavailable|gateway time-?out))?",
    r"bad gateway|service (?:temporarily )?unavailable|gateway time-?out|(?:an |oops,? "
    r"|sorry,? )?(?:unexpected )?error(?: occurred| has occurred)?",
    r"(?:oops,? |sorry,? )?something(?:'s| has|’s)? (?:went|gone) wrong|oops|whoops|temporarily (?:unavailable"
    r"|offline|down)",
    r"(?:site |scheduled |planned |under |down for |closed for |website )*maintenance(?: mode| work)?|we(?:'ll|’ll"
    r"| will) be (?:right )?back(?: soon| shortly)?",
    r"(?:die )?seite (?:wurde )?nicht gefunden|(?:diese )?seite (?:existiert|gibt es) nicht(?: mehr)?"
    r"|wartungsarbeiten|wartung(?:smodus)?|ein fehler ist aufgetreten|artikel nicht (?:mehr )?verfügbar",
    r"page (?:non trouvée|introuvable|inexistante)|erreur(?: 404)?|(?:site )?en maintenance"
    r"|contenu (?:indisponible|introuvable)",
    r"página no (?:encontrada|disponible|existe)|no (?:se )?(?:encontrado|encontramos) .{0,20}página"
    r"|en mantenimiento|pagina non (?:trovata|disponibile)|in manutenzione",
    r"página não (?:encontrada|existe|disponível)|em manutenção|pagina niet gevonden|sidan (?:kunde inte hittas"
    r"|finns inte|hittades inte)|siden (?:blev ikke fundet|findes ikke|finnes ikke)|sivua ei löydy(?:nyt)?",
    r"(?:strona )?nie (?:została )?znalezion[ao]|stránka nenalezena|страница не найдена|ошибка 404"
    r"|сторінку не знайдено|sayfa bulunamadı|الصفحة غير موجودة|صفحه یافت نشد",
    r"页面(?:不存在|未找到|找不到了?)|頁面不存在|找不到(?:网页|網頁|页面|頁面)",
    r"ページが見つかりません(?:でした)?|メンテナンス中(?:です)?|페이지를 찾을 수 없습니다",
)
"""A title or heading of a page that is missing, broken or being mended."""

ERROR_WORDS: Final = _any(
    rf"\b{_NOT_FOUND} (?:that )?you(?:'re|’re| are| were|'ve| have)? (?:looking for|requested|tried|trying"
    rf"|followed)\b.{{0,80}}"
    r"\b(?:not|n't|n’t|no longer|cannot|moved|removed|deleted)\b",
    rf"\b(?:we )?(?:can't|cannot|can’t|couldn't|couldn’t|could not) (?:seem to )?find (?:the |that "
    rf"|this ){_NOT_FOUND}\b",
    rf"\bthis {_NOT_FOUND} (?:has been (?:removed|deleted|taken down|withdrawn)|is no longer available"
    rf"|no longer exists|(?:may )?ha(?:s|ve) moved)\b",
    r"\bsomething (?:went|has gone) wrong\b.{0,60}\b(?:try again|our end|later)\b|\bplease try (?:again"
    r"|refreshing)\b.{0,20}\blater\b",
    r"\b(?:we are|we're|we’re|site is) (?:currently |temporarily )?(?:down|offline|undergoing|carrying out"
    r"|performing)\b.{0,40}\bmaintenance\b",
    r"\b(?:die|diese) (?:gesuchte |gewünschte |angeforderte )?seite (?:wurde nicht gefunden"
    r"|konnte nicht gefunden werden|existiert nicht)\b",
    r"\bla page (?:que vous (?:cherchez|recherchez|demandez)|demandée)\b.{0,60}\b(?:n'existe|n’existe|introuvable"
    r"|supprimée|déplacée)",
    r"\bla página (?:que (?:busca|buscas|intenta)|solicitada)\b.{0,60}\bno\b|\ba página que você\b.{0,60}\bnão\b"
    r"|\bla pagina (?:che stai cercando|richiesta)\b.{0,60}\bnon\b",
    r"\bзапрашиваем(?:ая|ой) (?:вами )?страниц[аы]\b.{0,40}\bне\b",
    r"您(?:访问|要找|查找)的(?:页面|文章|内容).{0,10}(?:不存在|删除)|お探しのページ",
)
"""A line that says the page is not to be had."""

ERROR_MARKUP: Final = re.compile(
    r"(?:^|\s)(?:error-?404|error-?page|page-?error|not-?found(?:-page)?|page-?not-?found|page-?404|http-?404"
    r"|maintenance(?:-mode|-page)?)(?=$|\s)",
    re.IGNORECASE,
)
"""Classes that templates put on <html>, <body> or <main> of an error page."""

CONSENT_TITLES: Final = _any(
    r"before you continue(?: to .{1,30})?|(?:we|your) (?:value|respect|care about) your privacy"
    r"|we care about your privacy|your privacy(?: choices| settings)?",
    r"(?:cookie|privacy|consent|data protection) (?:settings|preferences|choices|notice|consent|centre|center|wall"
    r"|required)|consent|cookies?",
    r"(?:accept|manage) (?:cookies|consent)|(?:cookies?|consent) (?:and|or|&) (?:subscription|subscribe|pay)"
    r"|consent or pay|privacy gate",
    r"ihre (?:privatsphäre|daten).{0,40}|wir (?:respektieren|schätzen|brauchen) ihre.{0,40}"
    r"|datenschutz(?:einstellungen|hinweis)?|zustimmung(?: erforderlich)?|(?:mit werbung )?weiterlesen mit werbung"
    r"|cookie-einstellungen|einwilligung",
    r"(?:nous respectons )?votre vie privée.{0,40}|gestion des cookies|consentement|continuer sans accepter|(?:tu"
    r"|su) privacidad.{0,30}|configuración de cookies|consentimiento",
    r"(?:la )?(?:tua|vostra) privacy.{0,40}|consenso|sua privacidade.{0,30}|(?:wij )?respecteren (?:uw|je) privacy"
    r"|je privacy.{0,20}|vi (?:värnar|bryr oss) om .{0,20}|twoja prywatność.{0,20}|настройки файлов cookie",
)
"""A title or heading of a page that asks for consent before anything else."""

CONSENT_WORDS: Final = _any(
    r"\b(?:we|this (?:web)?site|our (?:web)?site|our partners|us)\b.{0,80}\b(?:use|uses|store|stores|place"
    r"|set)s?\b.{0,60}\bcookies\b",
    r"\b(?:accept|reject|agree to|consent to|manage|allow|decline)\b.{0,40}\b(?:all|cookies|tracking|purposes"
    r"|advertising|personal data)\b",
    r"\b(?:we|we and our|our) .{0,20}\bpartners\b.{0,80}\b(?:store|process|access|device|personal data|consent)\b",
    r"\byour (?:consent|privacy choices|choices)\b.{0,80}\b(?:withdraw|change|settings|any time|partners)\b"
    r"|\bto continue\b.{0,60}\b(?:cookies|consent|tracking)\b",
    r"\b(?:cookies|einwilligung|zustimmung|zustimmen|tracking|werbung)\b.{0,80}\b(?:akzeptieren|zustimm\w*"
    r"|einwillig\w*|einverstanden|partner|abo|werbung|nutzen|verwenden)\b",
    r"\b(?:cookies|traceurs)\b.{0,80}\b(?:accepter|refuser|partenaires|consentement|utilisons|paramétrer)\b"
    r"|\b(?:nos|ses) partenaires\b.{0,80}\b(?:cookies|données|traceurs)\b",
    r"\b(?:utilizamos|usamos|aceptar|rechazar|aceitar|utilizziamo|accetta(?:re)?"
    r"|rifiuta(?:re)?)\b.{0,80}\bcookies?\b|\bcookies?\b.{0,80}\b(?:aceptar|rechazar|socios|aceitar|parceiros"
    r"|accettare|partner)\b",
    r"\bcookies\b.{0,60}\b(?:accepteren|toestemming|akkoord|accepter|godkänn|godta|samtykke|zgod[aę]|accepteer)"
    r"|\bфайлы cookie\b|クッキー.{0,20}同意|(?:接受|同意).{0,10}cookie",
)
"""A line that asks to agree to cookies, tracking or advertising."""

CONSENT_TERMS: Final = _any(
    r"\bcookies?\b|\bconsent\w*|\bpartners?\b|\bpersonal data\b|\bprivacy\b|\btracking\b|\bpurposes\b|\badvertising\b",
    r"\bzustimm\w*|\beinwillig\w*|\bdatenschutz\w*|\bpersonenbezogen\w*|\bwerbung\b|\bpartnern?\b|\babo\b",
    r"\bconsentement\b|\bpartenaires\b|\bdonnées\b|\btraceurs\b|\bpublicit\w+|\bconsentimiento\b|\bsocios\b|\bdatos\b",
    r"\bconsenso\b|\bdati personali\b|\bconsentimento\b|\bdados\b|\bparceiros\b|\btoestemming\b|\bsamtykke\b",
)
CONSENT_MARKUP: Final = re.compile(
    r"onetrust|optanon|privacy-mgmt|sp_message|sourcepoint|didomi|usercentrics|uc-banner|consentmanager|cmpbox"
    r"|quantcast.{0,10}cmp|"
    r"qc-cmp|trustarc|truste-|cookiebot|cybotcookie|iubenda|fundingchoices|sfbx|contentpass|consent-?(?:wall|gate"
    r"|page)|cookie-?wall",
    re.IGNORECASE,
)
"""Marks of consent tools; ordinary pages carry them too, so they only support what the page's words say."""

WALL_MARKUP: Final = re.compile(
    r"(?:^|[\s_-])(?:paywall\w*|pay-wall|regwall|reg-wall|meterwall|metered|tp-(?:modal|container|backdrop"
    r"|iframe)\S*|tinypass|piano\S*|poool\S*|"
    r"zephr\S*|laterpay\S*|steady-paywall|pigeon\S*|evolok\S*|leaky\S*|wallkit\S*|pelcro\S*|subscriber-?(?:only"
    r"|wall)|subscription-?(?:wall|required)|"
    r"premium-?(?:wall|overlay|box|gate)|(?:article|content|story|login|register|registration)-?(?:gate|lock"
    r"|locked|wall|barrier|blocker)|"
    r"gate|barrier|locked)(?=$|[\s_-])",
    re.IGNORECASE,
)
"""Classes and ids of walls, in general and by the makers' names (Piano, Poool, Zephr, Laterpay, Steady, Evolok …)."""
