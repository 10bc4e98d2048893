"""Which free type stands in for the official one where a page is made into PDF."""

from xml.sax.saxutils import escape

# The own font first; then what GB/T 9704 users also have; then free ones.
SUBSTITUTES: dict[str, tuple[str, ...]] = {
    "仿宋_GB2312": ("仿宋_GB2312", "仿宋", "FangSong", "FandolFang R", "FandolFang", "Noto Serif CJK SC"),
    "仿宋": ("仿宋", "FangSong", "仿宋_GB2312", "FandolFang R", "FandolFang", "Noto Serif CJK SC"),
    "楷体_GB2312": ("楷体_GB2312", "楷体", "KaiTi", "FandolKai", "Noto Serif CJK SC"),
    "楷体": ("楷体", "KaiTi", "楷体_GB2312", "FandolKai", "Noto Serif CJK SC"),
    "方正小标宋简体": ("方正小标宋简体", "方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "Noto Serif CJK SC"),
    "方正小标宋_GBK": ("方正小标宋_GBK", "方正小标宋简体", "FZXiaoBiaoSong-B05S", "Noto Serif CJK SC"),
    "黑体": ("黑体", "SimHei", "Noto Sans CJK SC"),
    "宋体": ("宋体", "SimSun", "Noto Serif CJK SC"),
}
# The substitute for 小标宋 must be heavy; the file itself never says bold.
HEAVY = frozenset({"方正小标宋简体", "方正小标宋_GBK"})


def fonts_conf(extra_dirs: tuple[str, ...] = ()) -> str:
    """Text of a fontconfig file for the converter alone (FONTCONFIG_FILE).

    Args:
        extra_dirs: folders with fonts that are not installed, e.g. the unpacked Fandol files.
    """
    folders = "".join(f"  <dir>{escape(folder)}</dir>\n" for folder in extra_dirs)
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>\n'
        '  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>\n'
        + folders
        + "".join(_match(name, others) for name, others in SUBSTITUTES.items())
        + "</fontconfig>\n"
    )


def _match(name: str, others: tuple[str, ...]) -> str:
    families = "".join(f"<string>{escape(other)}</string>" for other in others)
    weight = '    <edit name="weight" mode="assign" binding="strong"><const>bold</const></edit>\n'
    return (
        '  <match target="pattern">\n'
        f'    <test name="family" qual="first"><string>{escape(name)}</string></test>\n'
        f'    <edit name="family" mode="assign" binding="strong">{families}</edit>\n'
        + (weight if name in HEAVY else "")
        + "  </match>\n"
    )
