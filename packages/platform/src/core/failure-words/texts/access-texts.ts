import type { FailureTexts } from '../failure-texts.ts'

export const accessTexts: FailureTexts = {
  '{1} does not hold a token.': '{1} enthält kein Token.',
  'Delete the file and start again: a new one is made.':
    'Löschen Sie die Datei und starten Sie noch einmal: Es wird ein neues gemacht.',
  'The token is not valid.': 'Das Token gilt nicht.',
  'Send "Authorization: Bearer TOKEN" with the token of the file that "anlauf up" names.':
    'Schicken Sie „Authorization: Bearer TOKEN“ mit dem Token der Datei, die „anlauf up“ nennt.',
  'Nobody is signed in, or the session has ended.': 'Niemand ist angemeldet, oder die Sitzung ist zu Ende.',
  'Sign in at /sign-in. Programs send "Authorization: Bearer TOKEN".':
    'Melden Sie sich unter /sign-in an. Programme schicken „Authorization: Bearer TOKEN“.',
  '{1} is known here already: nobody else makes a passkey or roles for that name.':
    '{1} ist hier schon bekannt: Niemand sonst macht einen Passkey oder Rollen für diesen Namen.',
  '{1} adds a passkey alone (POST /api/me/passkeys), or comes back with a recovery code that a second person confirms. Other roles, and the rest, are for the account of the server.':
    '{1} fügt allein einen Passkey hinzu (POST /api/me/passkeys) oder kommt mit einem Wiederherstellungscode zurück, den eine zweite Person bestätigt. Andere Rollen und alles Übrige sind Sache des Serverkontos.',
  'Nobody proved with a passkey that {1} is here now.':
    'Niemand hat mit einem Passkey bewiesen, dass {1} jetzt hier ist.',
  'Ask anew at POST /api/proof/options and sign with a passkey of your own: a session alone is not enough for this.':
    'Fragen Sie noch einmal bei POST /api/proof/options und unterschreiben Sie mit einem eigenen Passkey: Eine Sitzung allein reicht dafür nicht.',
  'There is nobody called "{1}".': 'Es gibt niemanden mit dem Namen „{1}“.',
  'GET /api/people lists who can come in.': 'GET /api/people nennt, wer hereinkommt.',
  '{1} may not "{2}".': '{1} darf „{2}“ nicht.',
  'Only the engine does this, under the account that runs the server: use the command line.':
    'Das tut nur die Maschine, unter dem Konto, das den Server betreibt: Nehmen Sie die Kommandozeile.',
  'It takes one of the roles {1}.': 'Es braucht eine der Rollen {1}.',
  'There is nobody called "{1}" who may come in.':
    'Es gibt niemanden mit dem Namen „{1}“, der hereinkommen darf.',
  'Codes are for people who have registered a passkey; GET /api/people lists them.':
    'Codes sind für Menschen, die einen Passkey registriert haben; GET /api/people nennt sie.',
  'Nobody who calls themselves {1} waits with this number.':
    'Niemand, der sich {1} nennt, wartet mit dieser Nummer.',
  'Ask again for the number on the page, on a way that you know. After three wrong ones it takes a new code.':
    'Erfragen Sie die Nummer auf der Seite noch einmal, auf einem Weg, den Sie kennen. Nach drei falschen braucht es einen neuen Code.',
  'This opens nothing: wrong, used, too old, or not confirmed.':
    'Das öffnet nichts: falsch, verbraucht, zu alt oder nicht bestätigt.',
  'Take the next code of your card, with your name as it stands in the evidence. Otherwise whoever runs the server can let you in anew.':
    'Nehmen Sie den nächsten Code Ihrer Karte, mit Ihrem Namen, wie er in den Beweisen steht. Sonst kann Sie neu hereinlassen, wer den Server betreibt.',
  '{1} cannot confirm that {2} is there.': '{1} kann nicht bestätigen, dass {2} da ist.',
  'Somebody else does it, who knows the voice.': 'Jemand anderes tut es, der die Stimme kennt.',
  'A person does it, in an own session; the account invites instead: POST /api/invitations.':
    'Ein Mensch tut es, in der eigenen Sitzung; das Konto lädt statt dessen ein: POST /api/invitations.',
  'The first person needs a name.': 'Die erste Person braucht einen Namen.',
  'Send "name": lower case letters, digits, ".", "_" and "-"; it stands in the evidence.':
    'Schicken Sie „name“: Kleinbuchstaben, Ziffern, „.“, „_“ und „-“; er steht in den Beweisen.',
  'The link is not good: used, expired or mistyped.':
    'Der Link gilt nicht: verbraucht, abgelaufen oder vertippt.',
  'Ask an administrator for a new one; while nobody is registered, "anlauf up" prints one.':
    'Bitten Sie die Verwaltung um einen neuen; solange niemand registriert ist, druckt „anlauf up“ einen.',
  'The passkey could not be verified.': 'Der Passkey ließ sich nicht prüfen.',
  'Open the link again and register anew, under the address that "anlauf up" printed.':
    'Öffnen Sie den Link noch einmal und registrieren Sie neu, unter der Adresse, die „anlauf up“ gedruckt hat.',
  'The request came from another site, or from no page at all.':
    'Die Anfrage kam von einer anderen Website, oder von gar keiner Seite.',
  'Open the page of this server and repeat it there; programs send a token.':
    'Öffnen Sie die Seite dieses Servers und wiederholen Sie es dort; Programme schicken ein Token.',
  'The passkey does not open this server.': 'Der Passkey öffnet diesen Server nicht.',
  'Use the passkey that was registered here, under the address that "anlauf up" printed; a recovery code lets you in anew.':
    'Nehmen Sie den Passkey, der hier registriert ist, unter der Adresse, die „anlauf up“ gedruckt hat; ein Wiederherstellungscode lässt Sie neu herein.',
  'There is no such key.': 'Es gibt keinen solchen Schlüssel.',
  'GET /api/approver-keys lists them.': 'GET /api/approver-keys nennt sie.',
  'This key of {1} was revoked.': 'Dieser Schlüssel von {1} wurde widerrufen.',
  'A revoked key never comes back; the person registers another one.':
    'Ein widerrufener Schlüssel kommt nie zurück; die Person registriert einen anderen.',
  '{1} cannot vouch for this key.': '{1} kann für diesen Schlüssel nicht bürgen.',
  'Somebody else vouches, with a passkey that may sign already. The first ones come in by a link of the server’s account: POST /api/invitations with its token.':
    'Jemand anderes bürgt, mit einem Passkey, der schon unterschreiben darf. Die ersten kommen mit einem Link des Serverkontos herein: POST /api/invitations mit dessen Token.',
  'Open the key again and sign with the passkey that is asked for, on the page of this server.':
    'Öffnen Sie den Schlüssel noch einmal und unterschreiben Sie mit dem Passkey, nach dem gefragt wird, auf der Seite dieses Servers.',
  'The request does not have the form it must have.': 'Die Anfrage hat nicht die Form, die sie haben muss.',
  'Mend the fields that "context" names; docs/openapi.json describes each.':
    'Berichtigen Sie die Felder, die „context“ nennt; docs/openapi.json beschreibt jedes.',
  'The body is larger than {1} bytes.': 'Der Inhalt der Anfrage ist größer als {1} Bytes.',
  'Send less at once.': 'Schicken Sie weniger auf einmal.',
  'There is nothing at this address.': 'Unter dieser Adresse gibt es nichts.',
  'docs/openapi.json lists the addresses.': 'docs/openapi.json nennt die Adressen.',
  'There is no error code "{1}".': 'Es gibt keinen Fehlercode „{1}“.',
  'docs/errors/README.md lists the codes.': 'docs/errors/README.md nennt die Codes.',
  'A body has to be JSON.': 'Der Inhalt einer Anfrage muss JSON sein.',
  'Send "Content-Type: application/json".': 'Schicken Sie „Content-Type: application/json“.',
  'This server is not meant to be reached by that name.':
    'Dieser Server soll unter diesem Namen nicht erreicht werden.',
  'Use {1}; a public name is given with "anlauf up --url".':
    'Nehmen Sie {1}; einen öffentlichen Namen gibt „anlauf up --url“.',
  'The request is malformed: {1}.': 'Die Anfrage ist fehlerhaft: {1}.',
  'docs/openapi.json describes what each address takes.':
    'docs/openapi.json beschreibt, was jede Adresse nimmt.',
  'The server made a mistake.': 'Der Server hat einen Fehler gemacht.',
  'Repeat the call. If it fails again, report it with the line that the server wrote to its log.':
    'Wiederholen Sie es. Schlägt es wieder fehl, melden Sie es mit der Zeile, die der Server in sein Log geschrieben hat.',
  '{1} live connections are open already.': '{1} Live-Verbindungen sind schon offen.',
  'Close a window of the console, then try again.':
    'Schließen Sie ein Fenster der Konsole und versuchen Sie es noch einmal.',
  'Figures of cases would be open to the network on {1}.':
    'Zahlen von Fällen wären auf {1} für das Netz offen.',
  'Listen on 127.0.0.1 and let an agent on this machine collect them.':
    'Lauschen Sie auf 127.0.0.1 und lassen Sie einen Agenten auf diesem Rechner sie abholen.',
  'Nothing can listen on {1}:{2}: {3}': 'Auf {1}:{2} lässt sich nicht lauschen: {3}',
  'Choose another port with --metrics.': 'Wählen Sie mit --metrics einen anderen Port.',
  'Wait a second, then repeat it.': 'Warten Sie eine Sekunde und wiederholen Sie es.',
  'Is it running already? Otherwise choose another port with --listen.':
    'Läuft er schon? Sonst wählen Sie mit --listen einen anderen Port.',
  'Too many requests came from here.': 'Von hier kamen zu viele Anfragen.',
  'Wait {1} s, then repeat it.': 'Warten Sie {1} s und wiederholen Sie es.',
  'it is another passkey': 'es ist ein anderer Passkey',
  'a proof that it is {1}, or a second person who confirms it':
    'ein Nachweis, dass es {1} ist, oder eine zweite Person, die es bestätigt',
  'the number that the person sees': 'die Nummer, die die Person sieht',
  'a passkey that may sign already': 'ein Passkey, der schon unterschreiben darf',
  'two vouchers': 'zwei Bürgschaften',
}
