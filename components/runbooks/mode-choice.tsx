'use client'

import { type RunMode, runModes } from '@/lib/core/runbooks/run'
import { modeWords } from '../runs/run-result'
import styles from './mode-choice.module.css'

const consequences: Readonly<Record<RunMode, string>> = {
  live: 'For real, in an incident. Its clock counts against the objective.',
  drill: 'For real, to practise. Everything is really done; it is marked as practice.',
  rehearsal: 'Looks at the real systems and says what it would do. Changes nothing.',
}

/** How much of a run is for real; the consequence stands beside each choice. */
export function ModeChoice({ initial }: { readonly initial: RunMode }) {
  return (
    <fieldset className={styles.modes}>
      <legend>How much for real</legend>
      {runModes.map((mode) => (
        <label key={mode}>
          <input type="radio" name="mode" value={mode} defaultChecked={mode === initial} />
          <b>{modeWords[mode]}</b>
          <span>{consequences[mode]}</span>
        </label>
      ))}
    </fieldset>
  )
}
