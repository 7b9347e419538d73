import { PlayedFacts } from '../../src/core/facts/played-facts.fixture.ts'
import type { Estate } from '../../src/core/estate/index.ts'
import { exampleEstate } from '../../src/core/updates/estate.fixture.ts'
import { PlayedStatements } from '../../src/core/statements/played-statements.fixture.ts'

/** A case with so many customers, each with findings of its own, through the real rules. */
export function manyTenants(count: number): PlayedStatements {
  const [first] = exampleEstate.tenants
  if (first === undefined) throw new TypeError('the example estate has no tenant')
  const tenants = Array.from({ length: count }, (_, at) => ({
    ...first,
    id: `kd-${at}`,
    slug: `kd-${at}`,
    name: `Kanzlei ${(at * 7919).toString(36)} Partner mbB`,
    number: String(100_000 + at),
    contacts: [`p-${at}`],
    subscriptions: first.subscriptions.map(({ offering }) => ({ offering, domain: `kd-${at}.example` })),
  }))
  const contacts = tenants.map((_, at) => ({
    id: `p-${at}`,
    name: `Ansprechperson ${at}`,
    roles: ['it'],
    languages: [at % 3 === 0 ? 'en' : 'de'],
    channels: [
      { kind: 'letter', to: `Lange Straße ${at}, 12345 Musterstadt` },
      { kind: 'email', to: `it@kd-${at}.example` },
    ],
  }))
  const estate: Estate = { ...exampleEstate, tenants, contacts }
  const facts = new PlayedFacts(estate).declare()
  facts.say('incident.description', {
    de: 'Angreifer drangen in die Verwaltungsebene ein und verschlüsselten Server.',
    en: 'Attackers entered the management layer and encrypted servers.',
  })
  facts.say('measures.taken', {
    de: 'Alle Systeme wurden abgeschaltet und vom Netz getrennt; Kennwörter wurden zurückgesetzt.',
    en: 'All systems were shut down and cut off; passwords were reset.',
  })
  const played = new PlayedStatements(facts)
  const gaps = {
    de: 'Die Protokolle der Firewall reichen nur drei Tage zurück.',
    en: 'Firewall logs reach back three days only.',
  }
  for (const { id } of tenants) played.run(played.stating(played.finding({ tenant: id, gaps })))
  return played
}
