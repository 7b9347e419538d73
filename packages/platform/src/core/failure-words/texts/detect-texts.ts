import type { FailureTexts } from '../failure-texts.ts'

export const detectTexts: FailureTexts = {
  'No file system can hold such a path; leave this host or snapshot out and look who wrote it.':
    'Kein Dateisystem kann einen solchen Pfad enthalten; lassen Sie diesen Rechner oder diese Sicherung aus und sehen Sie nach, wer das geschrieben hat.',
  'The list of canaries is not the one that was sealed.': 'Die Liste der Köder ist nicht die versiegelte.',
  'Somebody changed it: treat this machine as compromised. Place new canaries afterwards.':
    'Jemand hat sie geändert: Behandeln Sie diesen Rechner als übernommen. Legen Sie danach neue Köder aus.',
  'it is not there any more: deleted, renamed or unmounted':
    'es ist nicht mehr da: gelöscht, umbenannt oder ausgehängt',
  'another folder is there now: renamed and made anew, unmounted or mounted over':
    'dort ist jetzt ein anderer Ordner: umbenannt und neu gemacht, ausgehängt oder überdeckt',
}
