import { preferredLanguage } from '../../http/index.ts'

/** The words of the sign-in page. */
export interface SignInTexts {
  readonly language: 'en' | 'de'
  readonly title: string
  readonly lead: string
  readonly signIn: string
  readonly invited: string
  readonly name: string
  readonly nameHint: string
  readonly register: string
  readonly waiting: string
  readonly cancelled: string
  readonly unsupported: string
  readonly unreachable: string
  readonly signedIn: string
  readonly openConsole: string
  readonly signOut: string
  readonly signedOut: string
  readonly lost: string
  readonly recover: string
  readonly person: string
  readonly code: string
  readonly codeHint: string
  readonly giveCode: string
  readonly tellNumber: string
  readonly recovered: string
}

const en: SignInTexts = {
  language: 'en',
  title: 'Sign in to Anlauf',
  lead: 'With the passkey that was registered here. There is no password.',
  signIn: 'Sign in with a passkey',
  invited: 'You were invited. Register a passkey of your device or your security key; the link works once.',
  name: 'Your name',
  nameHint: 'Lower case letters, digits, ".", "_" and "-". It stands in the evidence.',
  register: 'Register a passkey',
  waiting: 'Waiting for your passkey …',
  cancelled: 'Nothing happened: the passkey was not used. Try it again.',
  unsupported: 'This browser cannot use passkeys. Use a current one.',
  unreachable: 'The server does not answer. Is "anlauf up" still running?',
  signedIn: 'Signed in as',
  openConsole: 'Open the console',
  signOut: 'Sign out',
  signedOut: 'You are signed out.',
  lost: 'I have lost my passkey',
  recover:
    'Take the next code of your card. Then somebody else who may sign in confirms that it is you: have a telephone at hand.',
  person: 'Name, as registered here',
  code: 'Recovery code',
  codeHint: 'Four groups of four. Each works once, so leave this page open afterwards.',
  giveCode: 'Use the code',
  tellNumber:
    'Call the lead, a deputy, the management or an administrator and read this number out. They enter it within 15 minutes; leave this page open. Number:',
  recovered: 'Confirmed. Register a new passkey now, and revoke the lost one afterwards.',
}

const de: SignInTexts = {
  language: 'de',
  title: 'Anmelden bei Anlauf',
  lead: 'Mit dem Passkey, der hier hinterlegt wurde. Ein Passwort gibt es nicht.',
  signIn: 'Mit Passkey anmelden',
  invited:
    'Sie wurden eingeladen. Hinterlegen Sie einen Passkey Ihres Geräts oder Ihres Sicherheitsschlüssels; der Link gilt einmal.',
  name: 'Ihr Name',
  nameHint: 'Kleinbuchstaben, Ziffern, „.“, „_“ und „-“. Er steht in den Beweisen.',
  register: 'Passkey hinterlegen',
  waiting: 'Warten auf Ihren Passkey …',
  cancelled: 'Nichts ist geschehen: Der Passkey wurde nicht benutzt. Versuchen Sie es noch einmal.',
  unsupported: 'Dieser Browser kann keine Passkeys. Nehmen Sie einen aktuellen.',
  unreachable: 'Der Server antwortet nicht. Läuft „anlauf up“ noch?',
  signedIn: 'Angemeldet als',
  openConsole: 'Konsole öffnen',
  signOut: 'Abmelden',
  signedOut: 'Sie sind abgemeldet.',
  lost: 'Ich habe meinen Passkey verloren',
  recover:
    'Nehmen Sie den nächsten Code Ihrer Karte. Danach bestätigt jemand anderes mit Zugang, dass Sie es sind: Halten Sie ein Telefon bereit.',
  person: 'Name, wie er hier hinterlegt ist',
  code: 'Wiederherstellungscode',
  codeHint: 'Vier Gruppen zu vier Zeichen. Jeder gilt einmal; lassen Sie diese Seite danach offen.',
  giveCode: 'Code benutzen',
  tellNumber:
    'Rufen Sie die Leitung, deren Vertretung, die Geschäftsführung oder die Verwaltung der Zugänge an und lesen Sie diese Nummer vor. Sie wird dort binnen 15 Minuten eingegeben; lassen Sie diese Seite offen. Nummer:',
  recovered: 'Bestätigt. Hinterlegen Sie jetzt einen neuen Passkey und widerrufen Sie danach den verlorenen.',
}

/** German where the browser prefers it, English otherwise. */
export function signInTexts(acceptLanguage: string | undefined): SignInTexts {
  return { en, de }[preferredLanguage(acceptLanguage)]
}
