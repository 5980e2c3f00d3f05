import { Link } from 'react-router';
import { Notice } from '../ui/Notice';

/** Said at an address that is no page. */
export function NoSuchPage() {
  return (
    <>
      <h1 className="visually-hidden">No such page</h1>
      <Notice title="There is no such page">
        <p>
          <Link to="/">Live</Link> shows what is being screened.
        </p>
      </Notice>
    </>
  );
}
