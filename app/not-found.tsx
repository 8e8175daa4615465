import Link from 'next/link'
import { OutsidePage } from '@/components/shell/outside-page'
import { buttonClass } from '@/components/ui/button'
import { StateMessage } from '@/components/ui/state-message'

export default function NotFound() {
  return (
    <OutsidePage>
      <StateMessage title="There is nothing at this address">
        <p>The page was moved, or the link is not complete.</p>
        <Link href="/" className={buttonClass('ghost')}>
          To the overview
        </Link>
      </StateMessage>
    </OutsidePage>
  )
}
