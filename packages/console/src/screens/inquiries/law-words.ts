import { words } from '../../words/language.tsx'

export const lawWords = words({
  en: {
    law: 'GDPR Art. 12(3): answer until',
    states: {
      running: 'runs',
      approaching: 'comes near',
      missed: 'over',
      met: 'answered',
      notApplicable: 'does not apply to us',
    },
    late: 'answered too late',
    extended: (because: string) => `extended: ${because}`,
    reasons: { complexity: 'it is complex', number: 'there are many requests' },
    tellBy: 'If it takes longer, the person has to be told, with the reasons, until',
    extendWith: 'Tell with',
    because: 'Why it takes longer',
    extend: 'Extend by two months',
    byMail: 'The person is told by mail.',
    byPhone: 'No mail address: call and read the text out.',
  },
  de: {
    law: 'Art. 12 Abs. 3 DSGVO: antworten bis',
    states: {
      running: 'läuft',
      approaching: 'bald fällig',
      missed: 'vorbei',
      met: 'beantwortet',
      notApplicable: 'gilt für uns nicht',
    },
    late: 'zu spät beantwortet',
    extended: (because: string) => `verlängert: ${because}`,
    reasons: { complexity: 'es ist komplex', number: 'es sind viele Anträge' },
    tellBy: 'Dauert es länger, muss die Person das mit Gründen erfahren bis',
    extendWith: 'Mitteilen mit',
    because: 'Warum es länger dauert',
    extend: 'Um zwei Monate verlängern',
    byMail: 'Die Person erfährt es per Mail.',
    byPhone: 'Keine Mailadresse: anrufen und den Text vorlesen.',
  },
})
