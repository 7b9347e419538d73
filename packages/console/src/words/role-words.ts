import type { Language } from './language.tsx'

/** Roles after BSI-Standard 200-4, as people call them; a role without a word is shown by its id. */
export function roleName(role: string, language: Language): string {
  return names[role]?.[language] ?? role
}

const names: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  lead: { en: 'Head of the staff', de: 'Leitung des Stabs' },
  'deputy-lead': { en: 'Deputy head', de: 'Stellvertretende Leitung' },
  management: { en: 'Management', de: 'Geschäftsleitung' },
  it: { en: 'IT', de: 'IT' },
  hr: { en: 'Personnel', de: 'Personal' },
  facilities: { en: 'Facilities', de: 'Gebäude' },
  comms: { en: 'Communication', de: 'Kommunikation' },
  security: { en: 'Information security', de: 'Informationssicherheit' },
  legal: { en: 'Legal', de: 'Recht' },
  dpo: { en: 'Data protection', de: 'Datenschutz' },
  'service-owner': { en: 'Service owner', de: 'Dienstverantwortung' },
  finance: { en: 'Finance', de: 'Finanzen' },
  forensics: { en: 'Forensics', de: 'Forensik' },
  insurer: { en: 'Insurer', de: 'Versicherer' },
  counsel: { en: 'Counsel', de: 'Anwaltskanzlei' },
  scribe: { en: 'Protocol', de: 'Protokoll' },
  'back-office': { en: 'Back office', de: 'Geschäftsstelle' },
  visualisation: { en: 'Visualisation', de: 'Lagedarstellung' },
  'task-coordinator': { en: 'Task coordination', de: 'Aufgabenkoordination' },
  'bc-coordinator': { en: 'Continuity coordination', de: 'Notfallkoordination' },
  containment: { en: 'Containment team', de: 'Team Eindämmung' },
  restore: { en: 'Restore team', de: 'Team Wiederherstellung' },
  investigation: { en: 'Investigation team', de: 'Team Untersuchung' },
  'service-desk': { en: 'Service desk', de: 'Servicedesk' },
}
