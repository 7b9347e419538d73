import type { Words } from '../../../core/estate/index.ts'
import { doraItems, type DoraStage } from './dora-form.ts'
import { fixed, may, must, section, type View, type ViewSection } from './view.ts'

const checkedAt = '2026-11-29'

/** The form for one stage: what it asks now, and what may be given already. */
function doraView(stage: DoraStage, id: string, title: Words): View {
  const part = (prefix: string, de: string, en: string): ViewSection =>
    section(
      de,
      en,
      doraItems(stage).filter(({ key }) => key.startsWith(prefix)),
    )
  return {
    id,
    title,
    scope: 'own',
    form: 'form',
    sections: [
      part('1.', 'Allgemeine Angaben', 'General information about the financial entity'),
      part('2.', 'Inhalt der Erstmeldung', 'Content of the initial notification'),
      part('3.', 'Inhalt der Zwischenmeldung', 'Content of the intermediate report'),
      part('4.', 'Inhalt des Abschlussberichts', 'Content of the final report'),
    ],
    checkedAt,
  }
}

/** L17 to L21. */
export const financialViews: readonly View[] = [
  doraView('initial', 'dora-19-initial', {
    de: 'Erstmeldung (DORA Art. 19 Abs. 4 a)',
    en: 'Initial notification (DORA Art. 19(4)(a))',
  }),
  doraView('intermediate', 'dora-19-intermediate', {
    de: 'Zwischenmeldung (DORA Art. 19 Abs. 4 b)',
    en: 'Intermediate report (DORA Art. 19(4)(b))',
  }),
  doraView('final', 'dora-19-final', {
    de: 'Abschlussbericht (DORA Art. 19 Abs. 4 c)',
    en: 'Final report (DORA Art. 19(4)(c))',
  }),
  {
    id: 'dora-classify',
    title: { de: 'Einstufung (RTS 2024/1772)', en: 'Classification (RTS 2024/1772)' },
    scope: 'own',
    form: 'form',
    sections: [
      section('Kriterien', 'Criteria', [
        must('1', 'dora.criteria'),
        must('2', 'dora.critical-services'),
        may('3', 'dora.clients'),
        may('4', 'dora.clients-share'),
        may('5', 'dora.transactions-share'),
        may('6', 'incident.minutes'),
        may('7', 'incident.downtime'),
        may('8', 'incident.countries'),
        may('9', 'dora.data-losses'),
        may('10', 'dora.gross-costs'),
        must('11', 'incident.malicious'),
      ]),
    ],
    checkedAt,
  },
  {
    id: 'dora-19-3',
    title: {
      de: 'Unterrichtung der Kunden (DORA Art. 19 Abs. 3)',
      en: 'Information of clients (DORA Art. 19(3))',
    },
    scope: 'own',
    form: 'letter',
    sections: [
      section('Was ist geschehen?', 'What happened?', [must('1', 'incident.description')]),
      section('Was wird getan?', 'What is done?', [
        must('2', 'measures.taken'),
        may('3', 'measures.for-recipients'),
        may('4', 'contact.public'),
      ]),
    ],
    checkedAt,
  },
  {
    id: 'dora-19-5',
    title: {
      de: 'Auslagerung der Meldung (DORA Art. 19 Abs. 5)',
      en: 'Outsourced reporting (DORA Art. 19(5))',
    },
    scope: 'own',
    form: 'form',
    sections: [
      section('Wer meldet', 'Who reports', [
        must('1', 'dora.submitter'),
        must('2', 'dora.submitter-code'),
        must('3', 'contact.reporter'),
        must('4', 'contact.reporter-mail'),
        must('5', 'contact.reporter-phone'),
      ]),
    ],
    checkedAt,
  },
  {
    id: 'dora-30',
    title: {
      de: 'Wesentliche Entwicklungen für Finanzunternehmen (DORA Art. 30)',
      en: 'Material developments for financial entities (DORA Art. 30)',
    },
    scope: 'own',
    form: 'form',
    sections: [
      section('Vorfall', 'Incident', [
        must('1', 'incident.reference'),
        must('2', 'incident.description'),
        must('3', 'incident.known-at'),
        may('4', 'incident.services'),
        may('5', 'incident.downtime'),
        must('6', 'measures.taken'),
        may('7', 'measures.for-recipients'),
        fixed(
          '8',
          { de: 'Beistand', en: 'Assistance' },
          {
            de: 'Wir unterstützen Ihre Meldung nach DORA Art. 19; Angaben zu Ihrem Teil erhalten Sie gesondert.',
            en: 'We assist your report under DORA Art. 19; facts about your part reach you separately.',
          },
        ),
      ]),
    ],
    checkedAt,
  },
]
