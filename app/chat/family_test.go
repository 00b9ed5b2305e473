package chat

import (
	"testing"

	"linli/app/intent"
)

func TestAFamilyCodeIsRead(t *testing.T) {
	reader := intent.New()
	for said, want := range map[string]string{
		"3D2E8KQ7":          "3D2E8KQ7",
		"3d2e8kq7":          "3D2E8KQ7",
		"3d2e 8kq7。":        "3D2E8KQ7",
		"3 D 2 E 8 K Q 7":   "3D2E8KQ7",
		"３Ｄ２Ｅ８ＫＱ７":          "3D2E8KQ7",
		"三D二E八KQ七。":         "3D2E8KQ7",
		"家人码 3D2E8KQ7":      "3D2E8KQ7",
		"家人码：3d2e-8kq7":     "3D2E8KQ7",
		"我女儿给的码是3D2E8KQ7":   "3D2E8KQ7",
		"加家人3D2E8KQ7":       "3D2E8KQ7",
		"家人码23456789":       "23456789",
		"家人码3D2E8KQ":        "3D2E8KQ",
		"家人码0D2E8KQ7":       "0D2E8KQ7",
		"83456789":          "",
		"手机号码83456789":      "",
		"我的手机号码13800138000": "",
		"验证码123456":         "",
		"261123-001":        "",
		"家人":                "",
		"我的家人":              "",
		"阳光花园3号楼2单元":        "",
		"3号楼2单元楼道灯不亮":       "",
		"WIFI密码":            "",
		"hello":             "",
		"3D2E8KQ7这个东西坏了请派人来修一下好吗": "",
	} {
		r := reader.Read(said)
		if r.Code != want || (r.Kind == intent.Family) != (want != "") {
			t.Errorf("%q is read as %+v", said, r)
		}
	}
}
