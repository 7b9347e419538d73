import { prepareConsole } from '../../../../../console/build/index.ts'
import type { Workplace } from '../../../core/jobs/index.ts'
import { type ConsoleFiles, type RunningApi, serveApi } from '../../api/index.ts'
import { readMailFile } from '../access/mail-file.ts'
import { databaseLocation } from '../access/stores.ts'
import { signature } from '../case/access.ts'
import { startTicking } from '../clocks/ticking.ts'
import type { AnlaufContext } from '../context.ts'
import { deskOptions } from '../inquiry/desk-options.ts'
import { openOutside } from '../outside/open-outside.ts'
import type { RunningOutside } from '../../outside/index.ts'
import { mailLinks } from '../telling/mail-links.ts'
import { startCalling } from './alarm-calls.ts'
import { deskSources } from './desk-sources.ts'
import { startForgetting } from './forgetting.ts'
import { startSiteTurns } from './site-turns.ts'
import { startNotices } from './notice-turns.ts'
import { freshEstate } from './fresh-estate.ts'
import { openDesk } from './open-desk.ts'
import { startTelling } from './telling.ts'

export interface ServerOptions {
  readonly listen: { readonly host: string; readonly port: number }
  /** The address that people use, when a proxy adds TLS. */
  readonly publicUrl?: URL
  readonly workplace?: Workplace
  readonly metrics?: { readonly host: string; readonly port: number }
  /** False: it shows what the workplace holds and takes no orders, no clock of a case ticks and nobody is called. */
  readonly works?: boolean
}

/** Database, API and console, open; ends all of them when it is disposed of. */
export interface OpenServer extends AsyncDisposable {
  readonly api: RunningApi
  /** The server for strangers, if the workplace names a place for it. */
  readonly outside?: RunningOutside
  readonly works: boolean
  /** Builds the console where its sources are new. The API serves meanwhile, and without it when that fails. */
  buildConsole(): Promise<ConsoleFiles>
}

/** Opens everything on the home and the clock of the context. */
export async function openServer(context: AnlaufContext, options: ServerOptions): Promise<OpenServer> {
  const { listen, publicUrl, workplace, works = true, metrics } = options
  let consoleFiles: ConsoleFiles = { kind: 'building' }
  await using opened = new AsyncDisposableStack()
  const database = opened.use(await context.openDatabase(databaseLocation(context)))
  const writeLog = (line: object): unknown => context.process.stderr.write(`${JSON.stringify(line)}\n`)
  const fresh = workplace && freshEstate(workplace.estate)
  const desk =
    workplace !== undefined && fresh !== undefined && works
      ? opened.use(openDesk(context, { database, workplace, estate: fresh.estate, writeLog }))
      : undefined
  const api = opened.use(
    await serveApi({
      database,
      home: context.home,
      account: signature(context).actor,
      ...listen,
      ...(publicUrl && { publicUrl }),
      ...(metrics && { metrics }),
      now: context.now,
      consoleFiles: () => consoleFiles,
      ...(desk !== undefined && { desk }),
      ...(workplace &&
        fresh && {
          deskSources: deskSources(context, workplace, fresh),
          inquiries: deskOptions(context, {
            estate: fresh.estate,
            place: workplace.outside,
            mailFile: workplace.mail,
          }),
        }),
      writeLog,
    }),
  )
  const place = works ? workplace?.outside : undefined
  const outside =
    fresh === undefined || workplace === undefined || place === undefined
      ? undefined
      : opened.use(
          await openOutside(context, {
            database,
            place,
            estate: fresh.estate,
            mailFile: workplace.mail,
            writeLog,
          }),
        )
  if (works) opened.use(startTicking(database, { now: context.now, writeLog }))
  if (works && workplace?.roster !== undefined) {
    opened.use(startCalling(context, { database, rosterFile: workplace.roster, writeLog }))
  }
  const mail = works && workplace !== undefined ? await readMailFile(context, workplace.mail) : undefined
  if (mail !== undefined && fresh !== undefined) {
    opened.use(startNotices(context, { database, mail, estate: fresh.estate, writeLog }))
  }
  if (works && workplace?.site !== undefined && fresh !== undefined) {
    const { estate } = fresh
    opened.use(startSiteTurns(context, workplace.site, { database, workplace, estate, writeLog }))
  }
  if (works && workplace !== undefined && fresh !== undefined) {
    const site = workplace.outside?.site
    opened.use(
      startTelling(context, {
        database,
        estate: fresh.estate,
        ...(site !== undefined && { site: new URL(site) }),
        ...mailLinks(mail, outside === undefined ? undefined : new URL(outside.url)),
        writeLog,
      }),
    )
  }
  if (works && workplace?.retention !== undefined) {
    opened.use(startForgetting(context, { database, rule: workplace.retention, writeLog }))
  }
  const rest = opened.move()
  return {
    api,
    ...(outside !== undefined && { outside }),
    works: desk !== undefined,
    async buildConsole() {
      consoleFiles = await prepareConsole()
      if (consoleFiles.kind === 'failed') {
        writeLog({ at: context.now().toISOString(), level: 'error', console: consoleFiles.reason })
      }
      return consoleFiles
    },
    [Symbol.asyncDispose]: () => rest.disposeAsync(),
  }
}
