import { words } from '../../words/language.tsx'

export const nowWords = words({
  en: {
    title: 'The first hour',
    hit: 'What is hit',
    tenants: (all: string) => `${all} tenants to bring back to work`,
    onset: 'Encryption began between',
    onsetUnknown: 'When it began is not known yet.',
    todo: 'What to do now',
    missing: 'Missing before anything can be released:',
    who: 'Who does it',
    back: 'When it is back',
    released: (done: string) => `${done} tenants released`,
    say: 'What to say',
    nothingSaid: 'Nothing was published yet.',
  },
  de: {
    title: 'Die erste Stunde',
    hit: 'Was getroffen ist',
    tenants: (all: string) => `${all} Mandanten, die wieder arbeiten sollen`,
    onset: 'Die Verschlüsselung begann zwischen',
    onsetUnknown: 'Wann sie begann, ist noch nicht bekannt.',
    todo: 'Was jetzt zu tun ist',
    missing: 'Es fehlt, bevor etwas freigegeben werden kann:',
    who: 'Wer es tut',
    back: 'Wann es wieder läuft',
    released: (done: string) => `${done} Mandanten freigegeben`,
    say: 'Was gesagt wird',
    nothingSaid: 'Es ist noch nichts veröffentlicht.',
  },
})
