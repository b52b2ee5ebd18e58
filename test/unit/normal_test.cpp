#include "check.hpp"
#include "core/normal.hpp"

using namespace crm;

static bool near(double a, double b, double relative) { return std::fabs(a - b) <= relative * std::fabs(b); }

int main() {
	/* R 4.2: qnorm((1 + c) / 2), printed with 17 digits */
	CHECK(near(normal_quantile_two_sided(0.5), 0.67448975019608171, 1e-15));
	CHECK(near(normal_quantile_two_sided(0.8), 1.2815515655446004, 1e-15));
	CHECK(near(normal_quantile_two_sided(0.9), 1.6448536269514722, 1e-15));
	CHECK(near(normal_quantile_two_sided(0.95), 1.959963984540054, 1e-15));
	CHECK(near(normal_quantile_two_sided(0.99), 2.5758293035489004, 1e-15));
	CHECK(near(normal_quantile_two_sided(0.999), 3.2905267314918945, 1e-14));
	/* the inverse of libm's own erf over the whole range, and no hang at its ends */
	for (double c = 1e-12; c < 1; c = c < 0.01 ? 2 * c : c + 0.01)
		CHECK(near(std::erf(normal_quantile_two_sided(c) * 0.70710678118654752440), c, 1e-13));
	CHECK(std::isfinite(normal_quantile_two_sided(5e-324)) && normal_quantile_two_sided(std::nextafter(1.0, 0.0)) > 8);
	/* Wilson's interval of 45 of 180: the catalogue's plain SQL gives 0.1924130893803151 and 0.3180346595804914 */
	const Interval01 w = wilson(45, 180, 0.95);
	CHECK(near(w.low, 0.1924130893803151, 1e-14) && near(w.high, 0.3180346595804914, 1e-14));
	CHECK(wilson(0, 10, 0.95).low == 0 && wilson(10, 10, 0.95).high == 1 && wilson(0, 10, 0.95).high < 0.31);
	return summary("normal");
}
