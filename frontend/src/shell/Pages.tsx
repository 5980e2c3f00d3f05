import { NavLink, useLocation, useNavigate } from 'react-router';
import { shortcuts } from '../keys/shortcuts';
import { useShortcut } from '../keys/useShortcut';

/** The pages, and the keys that lead to them. Which screening is shown goes along. */
export function Pages() {
  const navigate = useNavigate();
  const { search } = useLocation();
  const screening = new URLSearchParams(search).get('screening');
  const kept = screening ? `?${new URLSearchParams({ screening })}` : '';
  const go = (pathname: string) => () => void navigate({ pathname, search: kept });
  useShortcut(shortcuts.live, go('/'));
  useShortcut(shortcuts.images, go('/images'));
  useShortcut(shortcuts.data, go('/data'));
  useShortcut(shortcuts.training, go('/trainings'));
  useShortcut(shortcuts.audits, go('/audits'));
  useShortcut(shortcuts.system, go('/system'));
  return (
    <nav aria-label="Pages">
      <NavLink to={{ pathname: '/', search: kept }} end>
        Live
      </NavLink>
      <NavLink to={{ pathname: '/images', search: kept }}>Images</NavLink>
      <NavLink to={{ pathname: '/data', search: kept }}>Data</NavLink>
      <NavLink to={{ pathname: '/trainings', search: kept }}>Training</NavLink>
      <NavLink to={{ pathname: '/audits', search: kept }}>Audits</NavLink>
      <NavLink to={{ pathname: '/system', search: kept }}>System</NavLink>
    </nav>
  );
}
