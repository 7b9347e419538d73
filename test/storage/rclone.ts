import { type BackgroundProgram, startProgram } from './background-program.ts'

/** rclone as a REST server for a folder: a stock peer that nobody of us wrote. */
export interface RestServer extends BackgroundProgram {
  readonly port: number
  /** `http://127.0.0.1:PORT/` */
  readonly url: string
}

/** Starts `rclone serve restic` on a free loopback port, or on the given one. */
export async function serveRestic(
  folder: string,
  options: { flags?: readonly string[]; port?: number; env?: NodeJS.ProcessEnv } = {},
): Promise<RestServer> {
  const address = `127.0.0.1:${options.port ?? 0}`
  const parameters = ['serve', 'restic', '--addr', address, ...(options.flags ?? []), folder]
  const server = await startProgram('rclone', parameters, {
    ready: /Serving restic REST API on \[?(https?:\/\/127\.0\.0\.1:(\d+)\/)/,
    // A configuration of the person who runs the tests has no say.
    env: { RCLONE_CONFIG: '/dev/null', ...options.env },
  })
  const [, url = '', port = ''] = server.said
  return { ...server, url, port: Number(port) }
}
