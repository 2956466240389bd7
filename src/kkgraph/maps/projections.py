"""From degrees to the plane: Equal Earth for the world, Lambert's azimuthal one for a part."""

import math
from collections.abc import Callable

Project = Callable[[float, float], tuple[float, float]]  # longitude, latitude -> x, y (y down)

# Coefficients of Equal Earth: Šavrič, Patterson and Jenny 2018, doi:10.1080/13658816.2018.1504949.
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M = math.sqrt(3) / 2


def equal_earth(longitude: float, latitude: float) -> tuple[float, float]:
    """Project a point of the globe; areas keep their proportions."""
    theta = math.asin(_M * math.sin(math.radians(latitude)))
    t2 = theta * theta
    t6 = t2**3
    x = math.radians(longitude) * math.cos(theta)
    x /= _M * (_A1 + 3 * _A2 * t2 + t6 * (7 * _A3 + 9 * _A4 * t2))
    return x, -theta * (_A1 + _A2 * t2 + t6 * (_A3 + _A4 * t2))


def azimuthal(centre_longitude: float, centre_latitude: float) -> Project:
    """Return Lambert's azimuthal equal-area projection around a centre (Snyder 1987, p. 185)."""
    lambda0, phi1 = math.radians(centre_longitude), math.radians(centre_latitude)

    def project(longitude: float, latitude: float) -> tuple[float, float]:
        lambda_, phi = math.radians(longitude) - lambda0, math.radians(latitude)
        cosine = math.sin(phi1) * math.sin(phi)
        cosine += math.cos(phi1) * math.cos(phi) * math.cos(lambda_)
        k = math.sqrt(2 / max(1 + cosine, 1e-6))
        x = k * math.cos(phi) * math.sin(lambda_)
        y = math.cos(phi1) * math.sin(phi) - math.sin(phi1) * math.cos(phi) * math.cos(lambda_)
        return x, -k * y

    return project
