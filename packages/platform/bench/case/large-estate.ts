import { type Estate, parseEstate } from '../../src/core/estate/index.ts'

/** An estate of so many tenants, each of which uses every service. Its file would take 7 s to read; tenants are added here. */
export function largeEstate({
  tenants,
  services,
}: {
  readonly tenants: number
  readonly services: number
}): Estate {
  const parsed = parseEstate(textOf({ tenants: 1, services }), 'estate.yaml')
  if (!('estate' in parsed)) throw new Error(JSON.stringify(parsed.problems.slice(0, 3)))
  const [one] = parsed.estate.tenants
  if (one === undefined) throw new Error('no tenant')
  const all = Array.from({ length: tenants }, (_, at) => {
    const id = `tenant-${at}`
    return { ...one, id, slug: id, name: `Tenant ${at} GmbH`, wave: `w${at % 5}` }
  })
  return { ...parsed.estate, tenants: all }
}

function textOf({ tenants, services }: { readonly tenants: number; readonly services: number }): string {
  const ids = (name: string, count: number): string[] =>
    Array.from({ length: count }, (_, at) => `${name}-${at}`)
  return `apiVersion: estate/v1
provider: { id: provider, name: Large Hosting AG, tz: Europe/Berlin, languages: [de, en] }
contacts:
  - { id: desk, name: Desk, roles: [public], languages: [de], channels: [ { kind: phone, to: "+49 30 23125 100" } ] }
products:
  - { id: all, name: All, offerings: [${ids('offering', services).join(', ')}] }
systems:
${ids('system', services)
  .map(
    (id) =>
      `  - { id: ${id}, kind: linux-vm, addresses: [192.0.2.1], zones: [prod], connectors: { net: nftables } }`,
  )
  .join('\n')}
services:
${ids('service', services)
  .map((id, at) => {
    const needs = at < 3 ? '' : `dependsOn: [ { service: service-${Math.floor(at / 3) - 1}, kind: hard } ], `
    return `  - { id: ${id}, name: Service ${at}, offering: offering-${at}, runsOn: [system-${at}], ${needs}tenancy: { mode: shared, key: folder }, recovery: { tier: ${at % 3}, order: ${at}, proofs: [scan-clean] } }`
  })
  .join('\n')}
tenants:
${ids('tenant', tenants)
  .map((id, at) => {
    const bought = Array.from({ length: services }, (_, one) => `{ offering: offering-${one} }`)
    return `  - { id: ${id}, slug: ${id}, name: "Tenant ${at} GmbH", contacts: [desk], wave: w${at % 5}, subscriptions: [ ${bought.join(', ')} ] }`
  })
  .join('\n')}
`
}
