/** What a public sentence can claim about the incident. */
export const claimClasses = [
  'exfiltration',
  'access',
  'credentials',
  'encryption',
  'deletion',
  'loss',
  'backups',
  'cause',
] as const
export type ClaimClass = (typeof claimClasses)[number]

/** How sure we are that the harm happened, from nothing known to proved either way. */
export const claimStates = ['unknown', 'no_indication', 'indicated', 'confirmed', 'excluded'] as const
export type ClaimState = (typeof claimStates)[number]

type Wording = (state: ClaimState, of: ClaimClass) => string | undefined

/**
 * The sentence for a claim. "No indication" is an interim word and says so. A known cause has no ready sentence:
 * undefined. One language, one object, both from the same states.
 */
export const claimWords: Readonly<Record<'de' | 'en', Wording>> = {
  de: (state, of) => {
    if (of === 'cause') {
      return state === 'unknown' ? 'Die Ursache ist noch nicht geklärt; sie wird untersucht.' : undefined
    }
    const { clause, sentence } = harms.de[of]
    switch (state) {
      case 'unknown':
        return `Wir wissen noch nicht, ob ${clause}; das wird untersucht.`
      case 'no_indication':
        return `Bisher haben wir keine Anzeichen dafür, dass ${clause}. Das kann sich noch ändern.`
      case 'indicated':
        return `Es gibt Anzeichen dafür, dass ${clause}. Bestätigt ist das nicht.`
      case 'confirmed':
        return sentence
      case 'excluded':
        return `Wir haben ausgeschlossen, dass ${clause}.`
    }
  },
  en: (state, of) => {
    if (of === 'cause') {
      return state === 'unknown' ? 'The cause is not clear yet; it is being investigated.' : undefined
    }
    const { clause, sentence } = harms.en[of]
    switch (state) {
      case 'unknown':
        return `We do not know yet whether ${clause}; this is being investigated.`
      case 'no_indication':
        return `So far we have no indication that ${clause}. That can still change.`
      case 'indicated':
        return `There are indications that ${clause}. This is not confirmed.`
      case 'confirmed':
        return sentence
      case 'excluded':
        return `We have ruled out that ${clause}.`
    }
  },
}

/** To whom a claim that is not about everything applies. */
export const claimScopeWords: Readonly<Record<'de' | 'en', (services: readonly string[]) => string>> = {
  de: (services) => `Das betrifft: ${services.join(', ')}.`,
  en: (services) => `This concerns: ${services.join(', ')}.`,
}

type Harm = { readonly clause: string; readonly sentence: string }

const harms: Readonly<Record<'de' | 'en', Readonly<Record<Exclude<ClaimClass, 'cause'>, Harm>>>> = {
  de: {
    exfiltration: { clause: 'Daten abgeflossen sind', sentence: 'Daten sind abgeflossen.' },
    access: {
      clause: 'Unbefugte auf Kundendaten zugegriffen haben',
      sentence: 'Unbefugte haben auf Kundendaten zugegriffen.',
    },
    credentials: {
      clause: 'Zugangsdaten in fremde Hände gelangt sind',
      sentence: 'Zugangsdaten sind in fremde Hände gelangt.',
    },
    encryption: { clause: 'Kundendaten verschlüsselt wurden', sentence: 'Kundendaten wurden verschlüsselt.' },
    deletion: { clause: 'Kundendaten gelöscht wurden', sentence: 'Kundendaten wurden gelöscht.' },
    loss: { clause: 'Kundendaten verloren gegangen sind', sentence: 'Kundendaten sind verloren gegangen.' },
    backups: { clause: 'Sicherungen beschädigt wurden', sentence: 'Sicherungen wurden beschädigt.' },
  },
  en: {
    exfiltration: {
      clause: 'data was copied out of our systems',
      sentence: 'Data was copied out of our systems.',
    },
    access: {
      clause: 'unauthorised persons had access to customer data',
      sentence: 'Unauthorised persons had access to customer data.',
    },
    credentials: {
      clause: 'credentials fell into the wrong hands',
      sentence: 'Credentials fell into the wrong hands.',
    },
    encryption: { clause: 'customer data was encrypted', sentence: 'Customer data was encrypted.' },
    deletion: { clause: 'customer data was deleted', sentence: 'Customer data was deleted.' },
    loss: { clause: 'customer data was lost', sentence: 'Customer data was lost.' },
    backups: { clause: 'backups were damaged', sentence: 'Backups were damaged.' },
  },
}
