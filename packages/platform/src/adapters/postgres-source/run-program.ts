import {
  cleanRoomAccount as anyAccount,
  mustRun as mustRunOf,
  type Product,
  programFailure as failureOf,
  runProgram as runProgramOf,
  type RunOptions,
  type Said,
} from '../programs/index.ts'

export { bareEnvironment } from '../programs/index.ts'

export const postgres: Product = { code: 'postgres-failed', name: 'PostgreSQL' }

/** Runs a program of PostgreSQL to its end. Throws `aborted`, `postgres-failed`. */
export function runProgram(program: string, args: readonly string[], options?: RunOptions): Promise<Said> {
  return runProgramOf(postgres, program, args, options)
}

/** The same; exit codes other than 0 are errors. Throws `no-space`, `postgres-failed`. */
export function mustRun(
  program: string,
  args: readonly string[],
  options: RunOptions & { readonly what: string; readonly hint?: string },
): Promise<string> {
  return mustRunOf(postgres, program, args, options)
}

/** What a program of PostgreSQL said, as an error for people. */
export function programFailure(what: string, stderr: string, hint?: string) {
  return failureOf(postgres, { what, stderr, hint })
}

/** The account for servers of the clean room; PostgreSQL refuses root. Throws `postgres-failed`. */
export function cleanRoomAccount() {
  return anyAccount({ code: postgres.code, names: ['anlauf', 'postgres', 'nobody'] })
}
