import { words } from '../../words/language.tsx'

export const siteHostsWords = words({
  en: {
    title: 'Public site on its hosts',
    none: 'No edition was pushed yet.',
    edition: (number: number) => `Edition ${number}`,
    validUntil: 'valid until',
    shows: (name: string) => `${name} shows it`,
    fails: (name: string, shows: number | null) =>
      shows === null ? `${name} does not show it` : `${name} still shows edition ${shows}`,
    since: 'Fails since',
    retry: 'next attempt',
    alarmed: 'People were called.',
    look: 'The log of the server says why.',
  },
  de: {
    title: 'Öffentliche Seite bei ihren Anbietern',
    none: 'Noch keine Ausgabe wurde übertragen.',
    edition: (number: number) => `Ausgabe ${number}`,
    validUntil: 'gültig bis',
    shows: (name: string) => `${name} zeigt sie`,
    fails: (name: string, shows: number | null) =>
      shows === null ? `${name} zeigt sie nicht` : `${name} zeigt noch Ausgabe ${shows}`,
    since: 'Gelingt nicht seit',
    retry: 'nächster Versuch',
    alarmed: 'Die Leute wurden gerufen.',
    look: 'Warum, steht im Protokoll des Servers.',
  },
})
