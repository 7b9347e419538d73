import { type Field, fieldsOf } from '../field.ts'

/** Money, and who is asked for it. */
export const costFields: readonly Field[] = fieldsOf({ group: 'cost', per: 'incident' }, [
  { id: 'cost.damage', kind: 'money', de: 'Schaden bisher', en: 'Damage so far' },
  { id: 'cost.expected', kind: 'money', de: 'Erwartete Kosten', en: 'Costs expected' },
  {
    id: 'cost.description',
    kind: 'text',
    de: 'Woraus der Schaden besteht',
    en: 'What the damage consists of',
  },
])

export const partyFields: readonly Field[] = fieldsOf({ group: 'parties', per: 'incident' }, [
  { id: 'party.address', kind: 'text', de: 'Anschrift des Unternehmens', en: 'Address of the company' },
  { id: 'party.register', kind: 'line', de: 'Registernummer', en: 'Register number' },
  { id: 'party.sector', kind: 'text', de: 'Sektor und Einrichtungsart', en: 'Sector and kind of entity' },
  { id: 'party.registration', kind: 'line', de: 'Registrierung beim BSI', en: 'Registration with the BSI' },
  { id: 'party.policy', kind: 'line', de: 'Nummer der Police', en: 'Number of the policy' },
  {
    id: 'party.panel-checked',
    kind: 'yesNo',
    de: 'Panelklausel vor Beauftragungen geprüft',
    en: 'Panel clause checked before hiring',
  },
  {
    id: 'party.complaint-reference',
    kind: 'line',
    de: 'Aktenzeichen der Anzeige',
    en: 'File number of the complaint',
  },
])

/**
 * People and how to reach them stand in the estate, which can be changed and deleted; they are read from there for a
 * document and never written into the log.
 */
export const contactFields: readonly Field[] = fieldsOf(
  { group: 'parties', per: 'incident', from: 'estate' },
  [
    { id: 'party.name', kind: 'line', de: 'Unternehmen', en: 'Company' },
    {
      id: 'contact.dpo',
      kind: 'line',
      de: 'Datenschutzbeauftragte Person oder Kontaktstelle',
      en: 'Data protection officer or contact',
      hint: {
        de: 'Im Bestand eine Person mit der Rolle „dpo“ eintragen.',
        en: 'Enter a contact with the role "dpo" in the estate.',
      },
    },
    {
      id: 'contact.reporter',
      kind: 'line',
      de: 'Meldende Person',
      en: 'Person who reports',
      hint: {
        de: 'Im Bestand eine Person mit der Rolle „reporter“ eintragen.',
        en: 'Enter a contact with the role "reporter" in the estate.',
      },
    },
    {
      id: 'contact.reporter-mail',
      kind: 'line',
      de: 'Meldende Person: E-Mail',
      en: 'Person who reports: mail',
    },
    {
      id: 'contact.reporter-phone',
      kind: 'line',
      de: 'Meldende Person: Telefon',
      en: 'Person who reports: telephone',
    },
    {
      id: 'contact.deputy',
      kind: 'line',
      de: 'Zweite Kontaktperson',
      en: 'Second contact',
      hint: {
        de: 'Im Bestand eine zweite Person mit der Rolle „reporter“ eintragen.',
        en: 'Enter a second contact with the role "reporter" in the estate.',
      },
    },
    {
      id: 'contact.deputy-mail',
      kind: 'line',
      de: 'Zweite Kontaktperson: E-Mail',
      en: 'Second contact: mail',
    },
    {
      id: 'contact.deputy-phone',
      kind: 'line',
      de: 'Zweite Kontaktperson: Telefon',
      en: 'Second contact: telephone',
    },
    { id: 'contact.public', kind: 'line', de: 'Kontakt für Betroffene', en: 'Contact for persons concerned' },
  ],
)
