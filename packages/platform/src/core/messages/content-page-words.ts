/** Sentences of the pages for typed texts: revisions, topics, background, windows, the graphic of the timeline. */
interface ContentPageWords {
  readonly revision: (number: number) => string
  readonly changed: (time: string) => string
  readonly knownSince: (time: string) => string
  readonly earlierRevisions: string
  readonly newerRevision: (number: number) => string
  readonly background: string
  readonly topics: string
  readonly releasedTitle: (service: string) => string
  readonly inForce: string
  readonly csaf: string
  readonly reviewOverdue: (time: string) => string
  readonly graphic: string
  readonly graphicSpan: (from: string, to: string) => string
  readonly graphicRows: (services: number, updates: number) => string
  readonly graphicNote: string
  readonly graphicUpdates: string
  readonly graphicMore: (services: number) => string
  readonly becomes: (service: string, state: string) => string
}

export const contentPageWords: Readonly<Record<'de' | 'en', ContentPageWords>> = {
  de: {
    revision: (number) => `Fassung ${number}`,
    changed: (time) => `Geändert: ${time}`,
    knownSince: (time) => `Seither bekannt (Stand ${time}):`,
    earlierRevisions: 'Frühere Fassungen:',
    newerRevision: (number) => `Dazu gibt es eine neuere Fassung: Meldung ${number}.`,
    background: 'Hintergrund',
    topics: 'Themen',
    releasedTitle: (service) => `Freigegeben: ${service}`,
    inForce: 'Was Sie außerdem wissen sollten',
    csaf: 'Diese Warnung für Programme (CSAF 2.0)',
    reviewOverdue: (time) => `Neu durchgesehen werden sollte das bis ${time}. Das ist noch nicht geschehen.`,
    graphic: 'Der Vorfall im Zeitverlauf',
    graphicSpan: (from, to) => `Von ${from} bis ${to}.`,
    graphicRows: (services, updates) => `Dienste: ${services}. Meldungen: ${updates}.`,
    graphicNote:
      'Je höher der Balken, desto weniger ist nutzbar. Ein Punkt unter der Linie kam später als zugesagt, ein Kreis ist die nächste zugesagte Meldung. Die Liste sagt dasselbe in Worten.',
    graphicUpdates: 'Meldungen',
    graphicMore: (services) => `${services} weitere Dienste stehen nur in der Liste.`,
    becomes: (service, state) => `${service}: ${state}`,
  },
  en: {
    revision: (number) => `Revision ${number}`,
    changed: (time) => `Changed: ${time}`,
    knownSince: (time) => `Known since (as of ${time}):`,
    earlierRevisions: 'Earlier revisions:',
    newerRevision: (number) => `There is a newer revision of this: update ${number}.`,
    background: 'Background',
    topics: 'Topics',
    releasedTitle: (service) => `Released: ${service}`,
    inForce: 'What else you should know',
    csaf: 'This warning for programs (CSAF 2.0)',
    reviewOverdue: (time) => `This was to be reviewed by ${time}. That has not happened yet.`,
    graphic: 'The incident over time',
    graphicSpan: (from, to) => `From ${from} to ${to}.`,
    graphicRows: (services, updates) => `Services: ${services}. Updates: ${updates}.`,
    graphicNote:
      'The higher the bar, the less can be used. A dot below the line came later than promised, a ring is the next update as promised. The list says the same in words.',
    graphicUpdates: 'Updates',
    graphicMore: (services) => `${services} more services stand in the list only.`,
    becomes: (service, state) => `${service}: ${state}`,
  },
}
