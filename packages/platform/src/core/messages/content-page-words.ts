/** Sentences of the pages for typed texts: revisions, topics, background, windows, the graphic of the timeline. */
interface ContentPageWords {
  readonly revision: (number: number) => string
  readonly changed: (time: string) => string
  readonly earlierRevisions: string
  readonly newerRevision: (number: number) => string
  readonly background: string
  readonly topics: string
  readonly releasedTitle: (service: string) => string
  readonly inForce: string
  readonly csaf: string
  readonly reviewOverdue: (time: string) => string
}

export const contentPageWords: Readonly<Record<'de' | 'en', ContentPageWords>> = {
  de: {
    revision: (number) => `Fassung ${number}`,
    changed: (time) => `Geändert: ${time}`,
    earlierRevisions: 'Frühere Fassungen:',
    newerRevision: (number) => `Dazu gibt es eine neuere Fassung: Meldung ${number}.`,
    background: 'Hintergrund',
    topics: 'Themen',
    releasedTitle: (service) => `Freigegeben: ${service}`,
    inForce: 'Was Sie außerdem wissen sollten',
    csaf: 'Diese Warnung für Programme (CSAF 2.0)',
    reviewOverdue: (time) => `Neu durchgesehen werden sollte das bis ${time}. Das ist noch nicht geschehen.`,
  },
  en: {
    revision: (number) => `Revision ${number}`,
    changed: (time) => `Changed: ${time}`,
    earlierRevisions: 'Earlier revisions:',
    newerRevision: (number) => `There is a newer revision of this: update ${number}.`,
    background: 'Background',
    topics: 'Topics',
    releasedTitle: (service) => `Released: ${service}`,
    inForce: 'What else you should know',
    csaf: 'This warning for programs (CSAF 2.0)',
    reviewOverdue: (time) => `This was to be reviewed by ${time}. That has not happened yet.`,
  },
}
