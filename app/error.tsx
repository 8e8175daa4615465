'use client'

import { OutsidePage } from '@/components/shell/outside-page'
import { Button } from '@/components/ui/button'
import { StateMessage } from '@/components/ui/state-message'

interface Props {
  readonly error: Error & { readonly digest?: string }
  reset(): void
}

/** What went wrong is in the log; the person is told what to do, and the number that finds it there. */
export default function ErrorPage({ error, reset }: Props) {
  return (
    <OutsidePage>
      <StateMessage title="This page failed">
        <p>Nothing was changed by it. Try again; if it fails again, the log tells more.</p>
        {error.digest ? (
          <p>
            Number <code>{error.digest}</code>
          </p>
        ) : null}
        <Button tone="ghost" onClick={reset}>
          Try again
        </Button>
      </StateMessage>
    </OutsidePage>
  )
}
