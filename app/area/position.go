package area

import "math"

// CheckPosition returns nil for a point inside China's bounding box, else ErrPosition.
func CheckPosition(lat, lng float64) error {
	if !(lat >= 3 && lat <= 54 && lng >= 73 && lng <= 136) { // written so that NaN fails
		return ErrPosition
	}
	return nil
}

// Metres returns the distance between two points of a county, which is small enough for a flat earth.
func Metres(lat1, lng1, lat2, lng2 float64) float64 {
	const perDegree = 111_320.0
	dy := (lat2 - lat1) * perDegree
	dx := (lng2 - lng1) * perDegree * math.Cos((lat1+lat2)/2*math.Pi/180)
	return math.Hypot(dx, dy)
}

// FromWGS84 returns a browser's position in GCJ-02, the offset coordinates that WeChat and every Chinese map use. The
// polynomial is the publicly known one; its error is a few metres.
func FromWGS84(lat, lng float64) (float64, float64) {
	const (
		axis         = 6378245.0              // Krasovsky 1940 ellipsoid, metres
		eccentricity = 0.00669342162296594323 // squared
	)
	x, y := lng-105, lat-35
	waves := (20*math.Sin(6*x*math.Pi) + 20*math.Sin(2*x*math.Pi)) * 2 / 3
	dLat := -100 + 2*x + 3*y + 0.2*y*y + 0.1*x*y + 0.2*math.Sqrt(math.Abs(x)) + waves +
		(20*math.Sin(y*math.Pi)+40*math.Sin(y/3*math.Pi))*2/3 +
		(160*math.Sin(y/12*math.Pi)+320*math.Sin(y*math.Pi/30))*2/3
	dLng := 300 + x + 2*y + 0.1*x*x + 0.1*x*y + 0.1*math.Sqrt(math.Abs(x)) + waves +
		(20*math.Sin(x*math.Pi)+40*math.Sin(x/3*math.Pi))*2/3 +
		(150*math.Sin(x/12*math.Pi)+300*math.Sin(x/30*math.Pi))*2/3
	rad := lat / 180 * math.Pi
	m := 1 - eccentricity*math.Sin(rad)*math.Sin(rad)
	dLat = dLat * 180 / (axis * (1 - eccentricity) / (m * math.Sqrt(m)) * math.Pi)
	dLng = dLng * 180 / (axis / math.Sqrt(m) * math.Cos(rad) * math.Pi)
	return lat + dLat, lng + dLng
}
