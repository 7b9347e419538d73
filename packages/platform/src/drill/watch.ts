import { type AnlaufContext, readWorkplace } from '../doors/cli/index.ts'
import { type CasePlace, drillCase } from './run.ts'

/** The console on a drill's case, while it is played and afterwards. */
export interface Watch extends AsyncDisposable {
  readonly lines: readonly string[]
}

/**
 * Opens database, API and console on the home of a drill. The server has the drill's clock, so that what runs down runs
 * down in the simulated morning; it shows and takes no orders, because those would be carried out at another time.
 */
export async function openWatch(context: AnlaufContext, { home, now }: CasePlace): Promise<Watch> {
  const { openServer } = await import('../doors/cli/up/index.ts')
  const workplace = readWorkplace(home, undefined)
  const server = await openServer(
    { ...context, home, now },
    { listen: { host: '127.0.0.1', port: 0 }, works: false, ...(workplace && { workplace }) },
  )
  try {
    const { api } = server
    const files = await server.buildConsole()
    const firstLink = await api.firstLink()
    const lines = [
      ...(firstLink === undefined ? [] : ['  register a passkey, once:', `  ${firstLink}`]),
      `  then: ${api.url}/cases/${drillCase}/now`,
      ...(files.kind === 'failed' ? ['  The console could not be built:', files.reason] : []),
    ]
    return { lines, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
  } catch (error) {
    await server[Symbol.asyncDispose]()
    throw error
  }
}

/** True when somebody sits in front of it. */
export function isAtTerminal({ process }: AnlaufContext): boolean {
  return process.stdin?.isTTY === true && process.stdout.isTTY === true
}
