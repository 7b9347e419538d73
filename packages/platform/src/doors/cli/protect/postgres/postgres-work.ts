import { orWriteFailure } from '../../../../phases/recover/index.ts'

/** Says in words what the system refused while a folder was written: a full disk above all. */
export async function writing<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw orWriteFailure(error, folder)
  }
}
