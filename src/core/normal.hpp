#pragma once
#include <cmath>
#include <cstdint>

namespace crm {

/* z with P(|Z| <= z) = confidence for a standard normal Z; confidence in (0, 1). Newton's method on libm's erf/erfc,
   which gives full double precision; on the side whose function is not flat, so it converges from below. */
inline double normal_quantile_two_sided(double confidence) {
	static constexpr double root_half = 0.70710678118654752440, root_2_over_pi = 0.79788456080286535588;
	double z = 0;
	for (int i = 0; i < 200; i++) {
		const double x = z * root_half, density = root_2_over_pi * std::exp(-x * x);
		const double missing = confidence < 0.5 ? confidence - std::erf(x) : std::erfc(x) - (1 - confidence);
		const double step = missing / density;
		if (z + step == z)
			break;
		z += step;
	}
	return z;
}

struct Interval01 {
	double low, high;
};
/* Wilson score interval of a proportion. E. B. Wilson, JASA 22 (1927) 209-212. trials > 0. */
inline Interval01 wilson(std::int64_t hits, std::int64_t trials, double confidence) {
	const double n = static_cast<double>(trials), p = static_cast<double>(hits) / n;
	const double z = normal_quantile_two_sided(confidence), zz = z * z;
	const double middle = p + zz / (2 * n), half = z * std::sqrt(p * (1 - p) / n + zz / (4 * n * n)), scale = 1 + zz / n;
	return {hits == 0 ? 0 : (middle - half) / scale, hits == trials ? 1 : (middle + half) / scale};
}

} // namespace crm
