import { Link } from 'react-router';
import { Notice } from '../../ui/Notice';
import button from '../../ui/Button.module.css';

/** The page before the first audit: what it is for, and the two ways to start one. */
export function NoAudits() {
  return (
    <>
      <h1>Audits</h1>
      <Notice title="No audit was asked for yet">
        <p>
          An audit looks at many images with one model or several, and reports what it found, with
          intervals. It goes on when this page is closed, and when a machine fails.
        </p>
        <p>
          <Link className={button.button} to="/audits/new">
            Start an audit
          </Link>
        </p>
        <p>In a terminal, the same:</p>
        <pre tabIndex={0}>
          ./telltale audit groups --data NAME --model NAME --server {window.location.origin}
        </pre>
      </Notice>
    </>
  );
}
