import { open, rename, rm } from 'node:fs/promises'

/** A file that is there whole or not at all, also after a power cut. */
export async function writeDurably(place: string, text: string): Promise<void> {
  const part = `${place}.part`
  const file = await open(part, 'w', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } catch (error) {
    await rm(part, { force: true })
    throw error
  } finally {
    await file.close()
  }
  await rename(part, place)
}
