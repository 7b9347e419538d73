import { words } from '../../words/language.tsx'

export const timelineWords = words({
  en: {
    title: 'Timeline',
    count: (shown: string, all: string) => `${shown} shown, ${all} entries in the log`,
    show: 'Show',
    everything: 'Everything',
    about: 'About (tenant or item)',
    more: 'Show older ones',
    end: 'That is the first entry.',
    nothing: 'Nothing of this kind has happened.',
  },
  de: {
    title: 'Verlauf',
    count: (shown: string, all: string) => `${shown} gezeigt, ${all} Einträge im Protokoll`,
    show: 'Zeigen',
    everything: 'Alles',
    about: 'Betrifft (Mandant oder Gegenstand)',
    more: 'Ältere zeigen',
    end: 'Das ist der erste Eintrag.',
    nothing: 'Nichts dieser Art ist geschehen.',
  },
})
