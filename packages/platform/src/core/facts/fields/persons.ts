import { type Field, fieldsOf } from '../field.ts'

/** Whose data is concerned: stated for our own holdings or for one tenant. */
export const personFields: readonly Field[] = fieldsOf({ group: 'persons', per: 'holder' }, [
  {
    id: 'persons.count',
    kind: 'count',
    de: 'Zahl der betroffenen Personen',
    en: 'Number of persons concerned',
  },
  { id: 'persons.records', kind: 'count', de: 'Zahl der Datensätze', en: 'Number of records' },
  {
    id: 'persons.groups',
    kind: 'choices',
    de: 'Gruppen betroffener Personen',
    en: 'Groups of persons concerned',
    options: {
      customers: { de: 'Kundinnen und Kunden', en: 'customers' },
      employees: { de: 'Beschäftigte', en: 'employees' },
      applicants: { de: 'Bewerberinnen und Bewerber', en: 'applicants' },
      contacts: { de: 'Ansprechpersonen bei Geschäftspartnern', en: 'contacts at business partners' },
      users: { de: 'Nutzerinnen und Nutzer der Dienste', en: 'users of the services' },
      minors: { de: 'Minderjährige', en: 'minors' },
      patients: { de: 'Patientinnen und Patienten', en: 'patients' },
      other: { de: 'andere', en: 'others' },
    },
  },
  { id: 'persons.data', kind: 'text', de: 'Kategorien der Daten', en: 'Categories of data' },
  {
    id: 'persons.special-data',
    kind: 'yesNo',
    de: 'Besondere Kategorien (Art. 9, 10 DSGVO) betroffen',
    en: 'Special categories (GDPR Art. 9, 10) concerned',
  },
  {
    id: 'persons.breach',
    kind: 'choices',
    de: 'Art der Verletzung',
    en: 'Nature of the breach',
    options: {
      confidentiality: {
        de: 'Vertraulichkeit (Unbefugte hatten Zugang oder konnten ihn haben)',
        en: 'confidentiality (others had access or could have had)',
      },
      integrity: { de: 'Integrität (Daten wurden verändert)', en: 'integrity (data was changed)' },
      availability: {
        de: 'Verfügbarkeit (Daten waren nicht erreichbar oder sind verloren)',
        en: 'availability (data could not be reached or is lost)',
      },
    },
  },
  { id: 'persons.consequences', kind: 'text', de: 'Wahrscheinliche Folgen', en: 'Likely consequences' },
  {
    id: 'persons.advice',
    kind: 'text',
    de: 'Was betroffene Personen jetzt tun können',
    en: 'What persons concerned can do now',
  },
  {
    id: 'persons.countries',
    kind: 'list',
    de: 'Staaten der betroffenen Personen (ISO-Kürzel)',
    en: 'Countries of the persons concerned (ISO codes)',
  },
  {
    id: 'persons.unreadable',
    kind: 'yesNo',
    de: 'Daten waren für Unbefugte unlesbar (verschlüsselt, Schlüssel nicht betroffen)',
    en: 'Data was unreadable for others (encrypted, key not concerned)',
  },
  {
    id: 'persons.missing-logs',
    kind: 'text',
    de: 'Fehlende Protokolle und Lücken der Aufbewahrung',
    en: 'Missing logs and gaps of retention',
  },
])

/** Counsel's judgement: never in a tenant's view, never in a complaint. */
export const assessmentFields: readonly Field[] = fieldsOf({ group: 'assessment', per: 'holder' }, [
  {
    id: 'assessment.risk',
    kind: 'choice',
    de: 'Risiko für die Personen',
    en: 'Risk for the persons',
    options: {
      unlikely: { de: 'voraussichtlich kein Risiko', en: 'unlikely to result in a risk' },
      risk: { de: 'Risiko', en: 'a risk' },
      high: { de: 'hohes Risiko', en: 'a high risk' },
    },
  },
  { id: 'assessment.risk-reason', kind: 'text', de: 'Begründung der Einstufung', en: 'Reason of the rating' },
  {
    id: 'assessment.notify-persons',
    kind: 'choice',
    de: 'Benachrichtigung nach Art. 34',
    en: 'Communication under Art. 34',
    options: {
      done: { de: 'ist erfolgt', en: 'was made' },
      planned: { de: 'ist vorgesehen', en: 'is planned' },
      'not-high': { de: 'nein, kein hohes Risiko', en: 'no, no high risk' },
      encrypted: { de: 'nein, Daten unlesbar (Abs. 3 a)', en: 'no, data unreadable (34(3)(a))' },
      averted: { de: 'nein, Risiko abgewendet (Abs. 3 b)', en: 'no, risk averted (34(3)(b))' },
      public: {
        de: 'öffentlich, Einzelansprache unverhältnismäßig (Abs. 3 c)',
        en: 'publicly, direct word disproportionate (34(3)(c))',
      },
      secrets: { de: 'nein, Geheimnisse (§ 29 BDSG)', en: 'no, secrets (BDSG § 29)' },
    },
  },
  {
    id: 'assessment.notify-reason',
    kind: 'text',
    de: 'Begründung der Entscheidung nach Art. 34',
    en: 'Reason of the decision under Art. 34',
  },
  {
    id: 'assessment.delay',
    kind: 'text',
    de: 'Gründe der Verzögerung',
    en: 'Reasons for the delay',
  },
])
