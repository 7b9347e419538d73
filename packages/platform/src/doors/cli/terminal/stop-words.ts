import type { Language } from '../flags/language.ts'

/** What stands around a failure on the terminal. */
interface StopWords {
  readonly error: string
  readonly whatToDo: string
  readonly missing: string
  readonly atOnce: string
  readonly later: string
  readonly afterStop: string
  readonly help: string
  readonly whileLeaving: (what: string) => string
  readonly commands: string
}

export const stopWords: Readonly<Record<Language, StopWords>> = {
  en: {
    error: 'Error',
    whatToDo: 'What to do',
    missing: 'missing',
    atOnce: 'The same command can be run again at once.',
    later: 'The same command can succeed later.',
    afterStop: 'nothing is lost, what was finished is kept. Start the same command again to go on.',
    help: 'Run the command with --help to see its arguments.',
    whileLeaving: (what) => `While leaving, this happened too: ${what}`,
    commands: 'Run it with --help instead of that word to see the commands.',
  },
  de: {
    error: 'Fehler',
    whatToDo: 'Was tun',
    missing: 'es fehlt',
    atOnce: 'Derselbe Befehl kann sofort noch einmal laufen.',
    later: 'Derselbe Befehl kann später gelingen.',
    afterStop:
      'Nichts ist verloren, Fertiges bleibt. Starten Sie denselben Befehl noch einmal, um weiterzumachen.',
    help: 'Rufen Sie den Befehl mit --help auf, um seine Angaben zu sehen.',
    whileLeaving: (what) => `Beim Beenden geschah noch: ${what}`,
    commands: 'Setzen Sie --help an die Stelle dieses Worts, um die Befehle zu sehen.',
  },
}
