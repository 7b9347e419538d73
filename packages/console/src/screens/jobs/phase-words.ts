import { words } from '../../words/language.tsx'

/** What a program is at, by the names of its progress lines. A phase without a word is shown by its name. */
export const phaseWords = words<Readonly<Record<string, string>>>({
  en: {
    calibrate: 'measuring the scanner',
    'check mail': 'checking mail',
    detect: 'detecting',
    'hand over': 'handing over',
    hunt: 'hunting',
    measure: 'measuring',
    'mend mail': 'mending mail',
    queue: 'collecting the queue',
    'read back': 'reading back',
    recover: 'restoring',
    release: 'releasing',
    triage: 'choosing what to read first',
    verify: 'verifying',
  },
  de: {
    calibrate: 'misst den Scanner',
    'check mail': 'prüft E-Mail',
    detect: 'erkennt',
    'hand over': 'übergibt',
    hunt: 'sucht',
    measure: 'misst',
    'mend mail': 'heilt E-Mail',
    queue: 'stellt die Fallliste zusammen',
    'read back': 'liest nach',
    recover: 'stellt wieder her',
    release: 'gibt frei',
    triage: 'wählt, was zuerst gelesen wird',
    verify: 'verifiziert',
  },
})
