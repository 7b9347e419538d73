/**
 * Makes many small calls a few large ones: what is asked while one is under way goes together in the next. Answers come
 * in the order of the questions; when the large one fails, all of it fail.
 */
export function gathered<Question, Reply>(
  ask: (questions: readonly Question[]) => Promise<readonly Reply[]>,
): (question: Question) => Promise<Reply | undefined> {
  interface Waiting {
    readonly question: Question
    readonly resolve: (reply: Reply | undefined) => void
    readonly reject: (error: unknown) => void
  }
  let waiting: Waiting[] = []
  let isBusy = false

  async function work(): Promise<void> {
    isBusy = true
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      try {
        const replies = await ask(batch.map(({ question }) => question))
        batch.forEach(({ resolve }, place) => resolve(replies[place]))
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    isBusy = false
  }

  return (question) =>
    new Promise((resolve, reject) => {
      waiting.push({ question, resolve, reject })
      if (!isBusy) void work()
    })
}
