"""Words with a capital that name no party: offices, laws, places, days, and the words of a page."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words with which a sentence or a heading begins, and that a name therefore doesn't begin with.
OPENING = _words(
    "de het een wij we u uw je jouw jij onze ons ik zij ze hij deze dit die dat er hier daar wie wat waar"
    " wanneer hoe waarom welke voor van via door bij met aan naar in op om als indien omdat zodat ook en of maar"
    " dus want toch daarnaast daarbij daarom hiervoor daarvoor hierbij hiermee verder tevens bovendien echter"
    " soms vaak altijd nooit niet geen alle alleen elke ieder iedere sommige andere overige enkele naast na"
    " voordat nadat tijdens sinds tot per zonder onder boven binnen buiten tegen over uit bent is zijn was"
    " wordt worden kunt kan mag mogen moet moeten heeft hebben heb had zal zullen wil willen doe doet maak"
    " maken maakt gebruik gebruiken gebruikt klik lees bekijk zie vul stuur neem bewaar the a an we our you"
    " your they their it this these those who what where when how why which for from via by with to in on at"
    " as if because so also and or but not no all only each every some other after before during since until"
    " per without under above within outside against about out are is was were be been can may must shall will"
    " has have had do does use uses using click read see please contact namens mede vanaf ten ter te t.w zoals"
    " waaronder namelijk sub-verwerkers subverwerkers subprocessors verwerkers processors derden partijen"
    " betreft betreffende inzake dankzij volgens conform krachtens hun haar zo zowel noch beide both either"
    " neither mogelijk mogelijke meestal eventueel eventuele standaard momenteel inmiddels nu currently today"
)
# Never a party, nor part of the name of one on its own.
COMMON = _words(
    "privacy privacyverklaring privacybeleid privacyreglement privacystatement statement verklaring beleid"
    " policy notice cookie cookies cookiebeleid cookieverklaring cookiemelding cookiebanner website websites"
    " site webwinkel webshop winkel pagina home contact contactformulier contactgegevens formulier account"
    " klant klanten client clients cliënt cliënten gebruiker gebruikers bezoeker bezoekers betrokkene"
    " betrokkenen medewerker medewerkers sollicitant sollicitanten leverancier leveranciers partner partners"
    " verwerker verwerkers subverwerker subverwerkers verwerkersovereenkomst verwerkersovereenkomsten"
    " verwerkingsverantwoordelijke verantwoordelijke derden derde partij partijen dienst diensten product"
    " producten software hardware systeem systemen platform tool tools applicatie app apps server servers"
    " cloud hosting webhosting managed shared vps domein domeinnaam domeinnamen domeinregistratie registratie"
    " datacenter datacenters datacentrum datacentra data center centre e-mail email mail nieuwsbrief nieuwsbrieven"
    " internet intranet backup backups back-up back-ups support helpdesk service services servicedesk desk ticket"
    " tickets facturatie factuur facturen boekhouding administratie betaling betalingen bank bankrekening"
    " iban bic bsn btw kvk naw ip id nr tel fax url ssl tls https http dns dnssec spf dkim dmarc vpn sla crm erp"
    " ict it hr cv pdf csv xml api ftp sftp ssh 2fa mfa otp avg uavg wbp gdpr wgbo awr bw ap cbp fg dpo dpa"
    " scc sccs bcr dpf eu eer eea eg vs usa us uk gb nl be europa europe europese european unie union iso nen"
    " soc pci dss artikel art lid hoofdstuk bijlage paragraaf annex article section chapter versie version"
    " datum date algemeen algemene general voorwaarden terms conditions overeenkomst agreement contract"
    " gegevens persoonsgegevens personal gegevensbescherming verordening regulation bescherming wet law"
    " autoriteit authority college commissie commission raad council ministerie gerechtshof rechtbank court"
    " functionaris officer protection doel doelen doeleinden grondslag grondslagen bewaartermijn"
    " bewaartermijnen beveiliging security rechten recht rights inzage rectificatie verwijdering beperking"
    " overdraagbaarheid bezwaar klacht klachten complaint vragen question questions wijziging wijzigingen"
    " changes inleiding introduction definities definitions toestemming consent social media netwerk network"
    " browser browsers chrome firefox safari edge opera explorer mozilla brave vivaldi windows macos mac linux"
    " android ios iphone ipad ubuntu debian apache nginx mysql postgresql php javascript wifi wi-fi gsm sms mms voip"
    " bijvoorbeeld onder zie nota samenvatting overzicht lijst tabel naam adres postcode woonplaats telefoon"
    " telefoonnummer mobiel postbus straat weg laan plein kade directie directeur afdeling team manager"
    " marketing analytics statistieken analyse analytische functionele noodzakelijke essentiële tracking"
    " januari februari maart april mei juni juli augustus september oktober november december january"
    " february march may june july august october maandag dinsdag woensdag donderdag vrijdag zaterdag zondag"
    " monday tuesday wednesday thursday friday saturday sunday nederlands engels dutch english belgisch"
    " copyright disclaimer colofon sitemap menu zoeken search login inloggen log top terug back meer more next"
    " ja yes nee no ok open delen share print tweet like volg follow download downloads blog nieuws news faq"
    " cpu ram ssd nas san gb tb mb plus pro basic premium business enterprise online offline betaalprovider"
    " betaaldienst betaaldiensten payment payments provider providers hostingprovider registrar registry"
    " registries vergeetverzoek verzoek request kopie-id kopieid identiteitsbewijs paspoort rijbewijs"
    " legitimatiebewijs mrz schrems hof justitie jurist advocaat accountant accountants notaris boekhouder"
    " deurwaarder incasso incassobureau verzekeraar belastingdienst fiscus overheid politie justitiële"
    " opsporingsinstanties toezichthouder supervisory purpose purposes location locatie land country"
    " subprocessor subprocessors sub-processor sub-processors processor processors controller controllers"
    " recipient recipients vendor vendors supplier suppliers name party parties role rol soort type categorie"
    " categorieën category doorgifte transfer transfers mechanisme mechanism waarborg waarborgen safeguards"
    " opslag storage verwerking processing verwerkingen ontvanger ontvangers company bedrijf organisatie"
    " organization kantoor office hoofdkantoor monitoring telefonie chat livechat live log logs logbestanden"
    " logfiles firewall antivirus spam spamfilter virus webmail werving selectie vacature vacatures"
    " bestelling bestellingen order orders levering verzending post pakket pakketten reviews review feedback"
    " enquête enquêtes onderzoek kwaliteit klantenservice klantcontact klantenportaal portaal portal"
    " kamer koophandel domeinen betalen verzenden mailen bellen hosten boekhouden printing error tracking kaarten ideal visa mastercard bancontact maestro creditcard sofort controlepaneel configuratiescherm dashboard agenda planning"
)
PLACES = _words(
    "nederland netherlands holland belgië belgium duitsland germany frankrijk france ierland ireland luxemburg"
    " luxembourg spanje spain italië italy polen poland zweden sweden finland denemarken denmark noorwegen"
    " norway ijsland iceland liechtenstein zwitserland switzerland oostenrijk austria portugal estland letland"
    " litouwen estonia latvia lithuania tsjechië roemenië bulgarije kroatië slovenië slowakije hongarije hungary"
    " griekenland greece malta cyprus engeland england schotland wales britain brittannië groot-brittannië"
    " koninkrijk kingdom verenigd verenigde united states staten amerika america canada mexico brazilië brazil"
    " argentinië india china japan israël israel australië australia rusland russia oekraïne ukraine turkije"
    " turkey singapore korea zuid-afrika marokko suriname curaçao aruba azië asia afrika africa eemshaven"
    " amsterdam rotterdam utrecht den haag 's-gravenhage eindhoven groningen tilburg almere breda nijmegen"
    " apeldoorn arnhem haarlem enschede amersfoort zaandam hoofddorp schiphol-rijk schiphol leiden dordrecht"
    " zoetermeer zwolle deventer delft alkmaar venlo leeuwarden hilversum hengelo roosendaal oss emmen"
    " middelburg vlissingen goes terneuzen maastricht heerlen helmond hoorn purmerend lelystad assen drachten"
    " sneek heerenveen gouda woerden veenendaal ede wageningen barneveld nieuwegein houten huizen naarden bussum"
    " aalsmeer amstelveen diemen meppel hoogeveen almelo oldenzaal doetinchem zutphen winterswijk tiel culemborg"
    " waalwijk uden veghel boxtel bergen weert roermond sittard geleen kerkrade zuidbroek stadskanaal veendam"
    " brussel brussels antwerpen gent leuven brugge hasselt luik mechelen kortrijk berlijn berlin frankfurt"
    " münchen munich neurenberg nuremberg falkenstein hamburg düsseldorf keulen parijs paris gravelines straatsburg"
    " roubaix londen london dublin manchester madrid barcelona milaan milan rome wenen vienna zürich zurich"
    " genève stockholm oslo kopenhagen copenhagen helsinki warschau warsaw praag prague luxemburg-stad virginia"
    " ashburn californië california oregon ohio texas nevada york new san francisco seattle noord zuid oost west"
    " noord-holland zuid-holland noord-brabant brabant limburg gelderland overijssel flevoland drenthe friesland"
    " fryslân zeeland noord-nederland randstad twente"
)
NATIONS = _words(
    "nederlandse belgische duitse franse ierse britse engelse amerikaanse canadese indiase chinese russische"
    " zwitserse zweedse deense finse noorse poolse spaanse italiaanse luxemburgse europese dutch belgian german"
    " french irish british american canadian indian swiss swedish danish finnish norwegian polish spanish"
    " italian european israëlische israeli oostenrijkse austrian estse estonian australische japanse"
)
# A name of two words that begins with one of these is a person, unless a legal form follows.
FIRST_NAMES = _words(
    "jan piet kees hans henk gerrit willem peter erik eric mark marco marcel rob robert ron ruud sander bas"
    " bart tim tom thomas thijs daan sem lucas luuk max finn jeroen jasper joost joris koen lars martijn"
    " maarten michiel niels nick paul pieter rens roel rutger stefan sven vincent wouter arjan arno dennis"
    " edwin ferry frank fred freek geert guido harm hugo ivo jaap jelle johan jos karel leo maurits mike nico"
    " olaf patrick rick richard theo wim anna anne anouk astrid birgit carla carolien chantal christel"
    " daphne diana ellen els emma esther eva femke floor fleur hanna hanneke helen ilse inge ingrid irene"
    " iris jannie janneke jessica joke judith julia karin kim laura lieke linda lisa lotte maaike maria"
    " marianne marieke marije marjolein marloes mieke miranda monique nadia natasja nicole nienke nora petra"
    " renate ria rianne roos sandra sanne sara saskia sofie sophie suzanne tamara tess tessa willemijn"
    " wendy yvonne john james mary sarah david michael emily oliver jack sjoerd douwe sietse wiebe tjeerd"
)
# Offices and laws of several words; a name that holds one of these is none of a party.
OFFICES = (
    "autoriteit persoonsgegevens", "college bescherming", "kamer van koophandel", "data protection",
    "belastingdienst", "europese commissie", "european commission", "europese unie", "european union",
    "privacy shield", "data privacy framework", "algemene verordening", "general data", "hof van justitie",
    "court of justice", "functionaris", "economic area", "economische ruimte", "acm", "consument",
    "openbaar ministerie", "rijksoverheid", "telecommunicatiewet", "burgerlijk wetboek", "uitvoeringswet",
    "standard contractual", "standaardcontract", "model clauses", "verenigde staten", "united states",
    "verenigd koninkrijk", "united kingdom", "edpb", "nldigital", "data pro code", "thuiswinkel",
    "geschillencommissie", "privacy officer", "privacy verklaring", "internet explorer", "opt-out",
    "ministerie", "gemeente", "rechtbank", "politie", "do not track", "two factor", "supervisory",
)  # fmt: skip
