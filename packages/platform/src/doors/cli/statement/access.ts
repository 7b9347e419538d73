import {
  type Database,
  keepStatements,
  type StatementRow,
  statementTexts,
} from '../../../adapters/database/index.ts'
import type { Approver } from '../../../core/case/index.ts'
import type { Estate } from '../../../core/estate/index.ts'
import { type FactSession, openFacts } from '../../../core/facts/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { openStatements, type Revision, type StatementSession } from '../../../core/statements/index.ts'
import type { StatementBase, StatementContent } from '../../../phases/comply/statements/index.ts'
import { readEstateFile } from '../access/estate-file.ts'
import type { SigningKey } from '../access/private-key-file.ts'
import { databaseLocation, type Stores, storesIn } from '../access/stores.ts'
import { caseFlag, noCase } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { estateFlag } from '../flags/estate-flag.ts'
import { signerOf } from '../inform/desk.ts'

/** Where every command about statements works. */
export interface StatementFlags {
  readonly case: string
  readonly estate: string
  readonly json: boolean
}

export const statementFlags = {
  case: caseFlag,
  estate: estateFlag,
  json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
} as const

export const tenantFlag = {
  kind: 'parsed',
  parse: String,
  brief: 'The tenant',
  placeholder: 'id',
} as const

/** Without it, all tenants of the case. */
export const someTenantFlag = { ...tenantFlag, optional: true, brief: 'Only this tenant' } as const

/** The statements of a declared case, with the facts they are made of and their texts. */
export interface StatementOffice extends AsyncDisposable {
  readonly session: StatementSession
  readonly facts: FactSession
  readonly estate: Estate
  readonly stores: Stores
  readonly database: Database
  /** What statements are composed of, at a moment. */
  base(now: Date): StatementBase
  keep(rows: readonly StatementRow[]): Promise<void>
  /** The kept contents of revisions, read through each tenant's own window. */
  contents(
    wanted: readonly { readonly tenant: string; readonly revision: Revision }[],
  ): Promise<ReadonlyMap<string, StatementContent>>
  /** The registered person with the key of the file. */
  signer(
    context: AnlaufContext,
    flags: { readonly person: string; readonly key: string },
  ): Approver & SigningKey
}

/** Throws `not-found` for a case that was not declared. */
export async function openOffice(context: AnlaufContext, flags: StatementFlags): Promise<StatementOffice> {
  const estate = readEstateFile(flags.estate)
  const database = await context.openDatabase(databaseLocation(context))
  try {
    return await officeIn(context, database, { estate, caseId: flags.case })
  } catch (error) {
    await database[Symbol.asyncDispose]()
    throw error
  }
}

async function officeIn(
  context: AnlaufContext,
  database: Database,
  { estate, caseId }: { readonly estate: Estate; readonly caseId: string },
): Promise<StatementOffice> {
  const stores = storesIn(database)
  const session = await openStatements(stores.log, caseId, () => estate)
  if (session.desk.case.status === 'none') throw noCase(context, caseId)
  const facts = await openFacts(stores.log, caseId, estate)
  return {
    session,
    facts,
    estate,
    stores,
    database,
    base: (now) => ({ desk: session.desk, facts: facts.base(now), estate }),
    keep: (rows) => keepStatements(database, caseId, rows),
    async contents(wanted) {
      const asked = wanted.map(({ tenant, revision }) => ({ tenant, hash: revision.contentHash }))
      const texts = await statementTexts(database, caseId, asked)
      return new Map([...texts].map(([tenant, text]) => [tenant, JSON.parse(text) as StatementContent]))
    },
    signer: (by, given) => signerOf(by, { desk: { ...facts.desk, case: session.desk.case } }, given),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  }
}

/** The tenants that a command is about, in the order of their ids. Throws `not-found` for one outside of the case. */
export function tenantsOf({ session }: StatementOffice, tenant: string | undefined): readonly string[] {
  const { units } = session.desk.case
  if (tenant === undefined) return [...units.keys()].toSorted()
  if (units.has(tenant)) return [tenant]
  throw new AnlaufError('not-found', `The case has no tenant "${tenant}".`, {
    hint: `It has: ${[...units.keys()].slice(0, 20).join(', ')}.`,
  })
}

/** The present revision of a tenant. Throws `not-found` when nothing was drafted. */
export function presentOf({ session }: StatementOffice, tenant: string): Revision {
  const revision = session.desk.statements.get(tenant)?.at(-1)
  if (revision !== undefined) return revision
  throw new AnlaufError('not-found', `${tenant} has no statement.`, {
    hint: 'Make one with "anlauf statement draft".',
  })
}

/** The kept content of one revision. */
export async function contentOf(
  office: StatementOffice,
  tenant: string,
  revision: Revision,
): Promise<StatementContent> {
  const content = (await office.contents([{ tenant, revision }])).get(tenant)
  if (content === undefined) throw new TypeError('A text was asked for and not answered.')
  return content
}

/** The flags that lead the next command to the same case. */
export function whereabouts(flags: { readonly case: string; readonly estate: string }): string {
  return `--case ${flags.case} --estate ${flags.estate}`
}

/** Parts of a long list, so that a stop loses little and memory stays small. */
export function* inParts<Item>(items: readonly Item[], size: number): Generator<readonly Item[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size)
}
