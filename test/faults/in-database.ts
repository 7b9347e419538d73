import { openDatabase, type Session } from '../../packages/platform/src/adapters/database/index.ts'

/** Works in a home's database as somebody who may do everything there, between two commands. */
export async function inDatabase<Result>(
  home: string,
  act: (session: Session) => Promise<Result>,
): Promise<Result> {
  // The server's connections do not keep a process alive.
  const awake = setInterval(() => undefined, 1000)
  try {
    await using database = await openDatabase({ home })
    return await act(database)
  } finally {
    clearInterval(awake)
  }
}
