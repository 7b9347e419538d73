import type { FailureTexts } from '../failure-texts.ts'

export const claimTexts: FailureTexts = {
  'There is no ready sentence for a {1} that is {2}.':
    'Für {1} mit dem Stand {2} gibt es keinen fertigen Satz.',
  'Write it in German and in English; on the command line: --wording FILE with "[de]" and "[en]".':
    'Schreiben Sie ihn auf Deutsch und auf Englisch; auf der Kommandozeile: --wording DATEI mit „[de]“ und „[en]“.',
  'The register says something else of "{1}" since this was asked.':
    'Das Register sagt zu „{1}“ etwas anderes, seit darum gebeten wurde.',
  'Read what it says now, then ask anew.': 'Lesen Sie, was es jetzt sagt, und bitten Sie dann neu.',
  'The knowledge cannot reach into the future.': 'Das Wissen kann nicht in die Zukunft reichen.',
  '"asOf" is when it was last looked at.': '„asOf“ ist, wann zuletzt nachgesehen wurde.',
  'The register says or said exactly this of "{1}".': 'Das Register sagt oder sagte zu „{1}“ genau das.',
  'To say it again, give a new "as of".': 'Um es noch einmal zu sagen, geben Sie einen neuen „Stand“ an.',
  'Nothing is in force under "{1}".': 'Unter „{1}“ gilt nichts.',
  'GET /api/cases/{case}/claims lists the register. A statement that waits is called off under its request.':
    'GET /api/cases/{case}/claims zeigt das Register. Eine Aussage, die noch wartet, wird unter ihrer Anfrage zurückgezogen.',
}
