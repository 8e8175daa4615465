/** A bell that one waits for; rung while nobody waits, the next one does not wait. */
export class Wake {
  #isRung = false
  #waiting: (() => void) | undefined

  ring(): void {
    this.#isRung = true
    this.#waiting?.()
  }

  /** Resolves when it is rung, at the latest after the time. */
  orAfter(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer)
        this.#waiting = undefined
        this.#isRung = false
        resolve()
      }
      const timer = setTimeout(end, ms)
      this.#waiting = end
      if (this.#isRung) end()
    })
  }
}
